ALTER TABLE "runs" ADD "trace_parent" TEXT NULL;

CREATE TABLE "workers" (
    "id" TEXT NOT NULL CONSTRAINT "PK_workers" PRIMARY KEY,
    "instance" TEXT NULL,
    "roles" TEXT NOT NULL,
    "endpoint" TEXT NOT NULL,
    "slot_count" INTEGER NOT NULL,
    "free_slot_count" INTEGER NOT NULL,
    "machine_name" TEXT NOT NULL,
    "process_id" INTEGER NOT NULL,
    "heard_at" INTEGER NOT NULL
);

CREATE TABLE "metric_series" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_metric_series" PRIMARY KEY AUTOINCREMENT,
    "step_key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "point_count" INTEGER NOT NULL,
    "first_at" INTEGER NOT NULL,
    "last_at" INTEGER NOT NULL,
    "last" REAL NULL,
    "min" REAL NULL,
    "max" REAL NULL,
    "is_hot" INTEGER NOT NULL,
    CONSTRAINT "FK_metric_series_steps_step_key" FOREIGN KEY ("step_key") REFERENCES "steps" ("key") ON DELETE CASCADE
);

CREATE TABLE "metric_packs" (
    "series_id" INTEGER NOT NULL CONSTRAINT "PK_metric_packs" PRIMARY KEY,
    "points" BLOB NOT NULL,
    CONSTRAINT "FK_metric_packs_metric_series_series_id"
        FOREIGN KEY ("series_id") REFERENCES "metric_series" ("id") ON DELETE CASCADE
);

CREATE TABLE "metric_points" (
    "series_id" INTEGER NOT NULL,
    "at" INTEGER NOT NULL,
    "value" REAL NULL,
    CONSTRAINT "PK_metric_points" PRIMARY KEY ("series_id", "at"),
    CONSTRAINT "FK_metric_points_metric_series_series_id"
        FOREIGN KEY ("series_id") REFERENCES "metric_series" ("id") ON DELETE CASCADE
);

-- What was kept a row for each point, with the step's key in it, becomes hot points; the tracker packs them.
INSERT INTO "metric_series" ("step_key", "name", "point_count", "first_at", "last_at", "min", "max", "is_hot")
SELECT "step_key", "name", COUNT(*), MIN("at"), MAX("at"), MIN("value"), MAX("value"), 1
FROM "step_metrics" GROUP BY "step_key", "name";

CREATE UNIQUE INDEX "IX_metric_series_step_key_name" ON "metric_series" ("step_key", "name");

INSERT INTO "metric_points" ("series_id", "at", "value")
SELECT "series"."id", "old"."at", "old"."value"
FROM "step_metrics" AS "old"
JOIN "metric_series" AS "series" ON "series"."step_key" = "old"."step_key" AND "series"."name" = "old"."name";

UPDATE "metric_series" SET "last" = (
    SELECT "value" FROM "metric_points"
    WHERE "metric_points"."series_id" = "metric_series"."id" AND "metric_points"."at" = "metric_series"."last_at");

DROP TABLE "step_metrics";

DROP INDEX "IX_attempts_status";

DROP INDEX "IX_runs_status";

DROP INDEX "IX_steps_status";

CREATE INDEX "IX_attempts_open" ON "attempts" ("worker_id") WHERE "status" IN ('Claimed', 'Running');

CREATE INDEX "IX_metric_series_hot" ON "metric_series" ("step_key") WHERE "is_hot";

CREATE INDEX "IX_runs_created_at_id" ON "runs" ("created_at" DESC, "id");

CREATE INDEX "IX_runs_name_created_at" ON "runs" ("name", "created_at" DESC);

CREATE INDEX "IX_runs_status_created_at" ON "runs" ("status", "created_at" DESC);

CREATE INDEX "IX_runs_unfinished" ON "runs" ("created_at") WHERE "status" IN ('Queued', 'Running');

CREATE INDEX "IX_steps_active" ON "steps" ("key") WHERE "status" IN ('Ready', 'Running');

CREATE INDEX "IX_steps_ready" ON "steps" ("host", "path_seconds" DESC, "key") WHERE "status" = 'Ready';

CREATE INDEX "IX_steps_waiting" ON "steps" ("key") WHERE "status" = 'Waiting';

CREATE INDEX "IX_workers_instance" ON "workers" ("instance");
