CREATE TABLE run_notes (
    run_id uuid NOT NULL,
    text text COLLATE "C" NOT NULL,
    CONSTRAINT "PK_run_notes" PRIMARY KEY (run_id),
    CONSTRAINT "FK_run_notes_runs_run_id" FOREIGN KEY (run_id) REFERENCES runs (id) ON DELETE CASCADE
);
