CREATE TABLE audits (
    run_id uuid NOT NULL,
    subject_id uuid NOT NULL,
    name text COLLATE "C" NOT NULL,
    level text COLLATE "C" NOT NULL,
    created_at bigint NOT NULL,
    verdict text COLLATE "C",
    summary text COLLATE "C",
    first_divergence text COLLATE "C",
    largest_difference double precision,
    CONSTRAINT "PK_audits" PRIMARY KEY (run_id),
    CONSTRAINT "FK_audits_runs_run_id" FOREIGN KEY (run_id) REFERENCES runs (id) ON DELETE CASCADE
);

CREATE INDEX "IX_audits_created_at_run_id" ON audits (created_at DESC, run_id);

CREATE INDEX "IX_audits_name_created_at" ON audits (name, created_at DESC);

CREATE INDEX "IX_audits_subject_id_created_at" ON audits (subject_id, created_at DESC);

-- Lists of runs and their counts read indexes alone, and audits are in none of them.
DROP INDEX "IX_runs_created_at_id";

DROP INDEX "IX_runs_name_created_at";

DROP INDEX "IX_runs_status_created_at";

CREATE INDEX "IX_runs_created_at_id" ON runs (created_at DESC, id) WHERE "task" <> 'audit';

CREATE INDEX "IX_runs_name_created_at" ON runs (name, created_at DESC) WHERE "task" <> 'audit';

CREATE INDEX "IX_runs_status_created_at" ON runs (status, created_at DESC) WHERE "task" <> 'audit';
