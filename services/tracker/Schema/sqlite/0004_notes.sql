CREATE TABLE "run_notes" (
    "run_id" TEXT NOT NULL CONSTRAINT "PK_run_notes" PRIMARY KEY,
    "text" TEXT NOT NULL,
    CONSTRAINT "FK_run_notes_runs_run_id" FOREIGN KEY ("run_id") REFERENCES "runs" ("id") ON DELETE CASCADE
);
