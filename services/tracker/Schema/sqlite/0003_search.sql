-- Options of experiments, the same ones once: a set is named by what is in it.
CREATE TABLE "option_values" (
    "options_id" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "text" TEXT NULL,
    "number" REAL NULL,
    CONSTRAINT "PK_option_values" PRIMARY KEY ("options_id", "path", "position")
);

CREATE TABLE "run_options" (
    "run_id" TEXT NOT NULL,
    "options_id" TEXT NOT NULL,
    CONSTRAINT "PK_run_options" PRIMARY KEY ("run_id", "options_id"),
    CONSTRAINT "FK_run_options_runs_run_id" FOREIGN KEY ("run_id") REFERENCES "runs" ("id") ON DELETE CASCADE
);

CREATE TABLE "run_systems" (
    "run_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "is_method" INTEGER NOT NULL,
    "options_id" TEXT NOT NULL,
    "quality_mean" REAL NULL,
    "quality_low" REAL NULL,
    "quality_high" REAL NULL,
    "quality_n" INTEGER NULL,
    "helpfulness_mean" REAL NULL,
    "helpfulness_low" REAL NULL,
    "helpfulness_high" REAL NULL,
    "helpfulness_n" INTEGER NULL,
    "harmlessness_mean" REAL NULL,
    "harmlessness_low" REAL NULL,
    "harmlessness_high" REAL NULL,
    "harmlessness_n" INTEGER NULL,
    "pgr_mean" REAL NULL,
    "pgr_low" REAL NULL,
    "pgr_high" REAL NULL,
    "pgr_n" INTEGER NULL,
    "gain_over_gap_mean" REAL NULL,
    CONSTRAINT "PK_run_systems" PRIMARY KEY ("run_id", "name"),
    CONSTRAINT "FK_run_systems_runs_run_id" FOREIGN KEY ("run_id") REFERENCES "runs" ("id") ON DELETE CASCADE
);

CREATE TABLE "run_tags" (
    "run_id" TEXT NOT NULL,
    "tag" TEXT NOT NULL,
    CONSTRAINT "PK_run_tags" PRIMARY KEY ("run_id", "tag"),
    CONSTRAINT "FK_run_tags_runs_run_id" FOREIGN KEY ("run_id") REFERENCES "runs" ("id") ON DELETE CASCADE
);

-- Runs that are not in it were launched before there were searches; the tracker catches up with them.
CREATE TABLE "run_indexing" (
    "run_id" TEXT NOT NULL CONSTRAINT "PK_run_indexing" PRIMARY KEY,
    "revision" INTEGER NOT NULL,
    "has_results" INTEGER NOT NULL,
    CONSTRAINT "FK_run_indexing_runs_run_id" FOREIGN KEY ("run_id") REFERENCES "runs" ("id") ON DELETE CASCADE
);

ALTER TABLE "runs" ADD "author" TEXT NULL;

ALTER TABLE "runs" ADD "author_folded" TEXT NULL;

ALTER TABLE "run_members" ADD "system" TEXT NULL;

ALTER TABLE "run_members" ADD "method" TEXT NULL;

CREATE INDEX "IX_option_values_path_number_options_id" ON "option_values" ("path", "number", "options_id");

CREATE INDEX "IX_option_values_path_text_options_id" ON "option_values" ("path", "text", "options_id");

CREATE INDEX "IX_run_options_options_id_run_id" ON "run_options" ("options_id", "run_id");

CREATE INDEX "IX_run_systems_options_id_run_id" ON "run_systems" ("options_id", "run_id");

CREATE INDEX "IX_run_tags_tag" ON "run_tags" ("tag");
