-- Which runs have ended since a time, for those who follow them.
CREATE INDEX "IX_runs_finished_at" ON "runs" ("finished_at") WHERE "task" <> 'audit';
