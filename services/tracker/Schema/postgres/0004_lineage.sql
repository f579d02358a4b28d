-- What each step made, found by digest and by kind, and which files from outside it read. Both are also in the
-- step's JSON; what an earlier version kept is taken from there.
CREATE TABLE step_outputs (
    step_key text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    digest text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    step_kind text COLLATE "C" NOT NULL,
    made_at bigint NOT NULL,
    CONSTRAINT "PK_step_outputs" PRIMARY KEY (step_key, name),
    CONSTRAINT "FK_step_outputs_steps_step_key" FOREIGN KEY (step_key) REFERENCES steps (key) ON DELETE CASCADE
);

CREATE TABLE step_files (
    step_key text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    sha256 text COLLATE "C" NOT NULL,
    path text COLLATE "C" NOT NULL,
    CONSTRAINT "PK_step_files" PRIMARY KEY (step_key, name),
    CONSTRAINT "FK_step_files_steps_step_key" FOREIGN KEY (step_key) REFERENCES steps (key) ON DELETE CASCADE
);

ALTER TABLE step_dependencies ADD outputs text COLLATE "C";

ALTER TABLE workers ADD hardware text COLLATE "C";

INSERT INTO step_outputs (step_key, name, digest, kind, step_kind, made_at)
SELECT
    steps.key, output.key, output.value,
    CASE
        WHEN output.key = 'model' THEN 'Model'
        WHEN output.key = 'labels' OR output.key LIKE 'labels\_%' THEN 'Labels'
        WHEN output.key = 'samples' THEN 'Samples'
        WHEN output.key = 'evaluation' THEN 'Evaluation'
        WHEN output.key = 'report' THEN 'Report'
        WHEN output.key = 'tokenizer' THEN 'Tokenizer'
        ELSE 'Data'
    END,
    steps.kind,
    COALESCE(
        (SELECT max(ended_at) FROM attempts WHERE attempts.step_key = steps.key AND attempts.status = 'Completed'),
        (SELECT min(created_at) FROM runs JOIN run_members ON run_members.run_id = runs.id
            WHERE run_members.step_key = steps.key),
        0)
FROM steps, json_each_text(steps.outputs_json::json) AS output
WHERE steps.outputs_json IS NOT NULL;

INSERT INTO step_files (step_key, name, sha256, path)
SELECT steps.key, file.key, file.value->>'sha256', file.value->>'path'
FROM steps, json_each(steps.spec_json::json->'files') AS file
WHERE steps.spec_json <> '';

UPDATE step_dependencies SET outputs = (
    SELECT string_agg(DISTINCT input.value->>'output', ' ' ORDER BY input.value->>'output')
    FROM json_each(steps.spec_json::json->'inputs') AS input
    WHERE input.value->>'step_key' = step_dependencies.depends_on_key)
FROM steps WHERE steps.key = step_dependencies.step_key AND steps.spec_json <> '';

CREATE INDEX "IX_step_files_sha256" ON step_files (sha256);

CREATE INDEX "IX_step_outputs_digest" ON step_outputs (digest);

CREATE INDEX "IX_step_outputs_kind_made_at" ON step_outputs (kind, made_at DESC);

CREATE INDEX "IX_step_outputs_made_at" ON step_outputs (made_at DESC);

CREATE INDEX "IX_step_outputs_step_kind_made_at" ON step_outputs (step_kind, made_at DESC);
