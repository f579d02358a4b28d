CREATE TABLE "runs" (
    "id" TEXT NOT NULL CONSTRAINT "PK_runs" PRIMARY KEY,
    "name" TEXT NOT NULL,
    "task" TEXT NOT NULL,
    "experiment_text" TEXT NOT NULL,
    "report_step_key" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    "started_at" INTEGER NULL,
    "finished_at" INTEGER NULL,
    "held_at" INTEGER NULL,
    "failure" TEXT NULL
);

CREATE TABLE "steps" (
    "key" TEXT NOT NULL CONSTRAINT "PK_steps" PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "spec_json" TEXT NOT NULL,
    "cost_seconds" REAL NOT NULL,
    "path_seconds" REAL NOT NULL,
    "status" TEXT NOT NULL,
    "attempt_count" INTEGER NOT NULL,
    "lost_count" INTEGER NOT NULL,
    "outputs_json" TEXT NULL,
    "failure" TEXT NULL
);

CREATE TABLE "attempts" (
    "id" TEXT NOT NULL CONSTRAINT "PK_attempts" PRIMARY KEY,
    "step_key" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "worker_id" TEXT NOT NULL,
    "endpoint" TEXT NULL,
    "machine_name" TEXT NOT NULL,
    "process_id" INTEGER NOT NULL,
    "claimed_at" INTEGER NOT NULL,
    "started_at" INTEGER NULL,
    "ended_at" INTEGER NULL,
    "lease_until" INTEGER NOT NULL,
    "progressed_at" INTEGER NULL,
    "done_count" INTEGER NOT NULL,
    "total_count" INTEGER NOT NULL,
    "unit" TEXT NULL,
    "thinned_count" INTEGER NOT NULL,
    "reason" TEXT NULL,
    "detail" TEXT NULL,
    CONSTRAINT "FK_attempts_steps_step_key" FOREIGN KEY ("step_key") REFERENCES "steps" ("key") ON DELETE CASCADE
);

CREATE TABLE "run_members" (
    "run_id" TEXT NOT NULL,
    "step_key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "is_cached" INTEGER NOT NULL,
    CONSTRAINT "PK_run_members" PRIMARY KEY ("run_id", "step_key"),
    CONSTRAINT "FK_run_members_runs_run_id" FOREIGN KEY ("run_id") REFERENCES "runs" ("id") ON DELETE CASCADE,
    CONSTRAINT "FK_run_members_steps_step_key" FOREIGN KEY ("step_key") REFERENCES "steps" ("key") ON DELETE RESTRICT
);

CREATE TABLE "step_dependencies" (
    "step_key" TEXT NOT NULL,
    "depends_on_key" TEXT NOT NULL,
    CONSTRAINT "PK_step_dependencies" PRIMARY KEY ("step_key", "depends_on_key"),
    CONSTRAINT "FK_step_dependencies_steps_step_key"
        FOREIGN KEY ("step_key") REFERENCES "steps" ("key") ON DELETE CASCADE
);

CREATE TABLE "step_metrics" (
    "step_key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "value" REAL NULL,
    CONSTRAINT "PK_step_metrics" PRIMARY KEY ("step_key", "name", "at"),
    CONSTRAINT "FK_step_metrics_steps_step_key" FOREIGN KEY ("step_key") REFERENCES "steps" ("key") ON DELETE CASCADE
);

CREATE INDEX "IX_attempts_status" ON "attempts" ("status");

CREATE UNIQUE INDEX "IX_attempts_step_key_number" ON "attempts" ("step_key", "number");

CREATE INDEX "IX_run_members_step_key" ON "run_members" ("step_key");

CREATE INDEX "IX_runs_status" ON "runs" ("status");

CREATE INDEX "IX_step_dependencies_depends_on_key" ON "step_dependencies" ("depends_on_key");

CREATE INDEX "IX_steps_status" ON "steps" ("status");
