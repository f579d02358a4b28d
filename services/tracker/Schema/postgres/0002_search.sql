-- Options of experiments, the same ones once: a set is named by what is in it.
CREATE TABLE option_values (
    options_id uuid NOT NULL,
    path text COLLATE "C" NOT NULL,
    position integer NOT NULL,
    text text COLLATE "C",
    number double precision,
    CONSTRAINT "PK_option_values" PRIMARY KEY (options_id, path, position)
);

CREATE TABLE run_options (
    run_id uuid NOT NULL,
    options_id uuid NOT NULL,
    CONSTRAINT "PK_run_options" PRIMARY KEY (run_id, options_id),
    CONSTRAINT "FK_run_options_runs_run_id" FOREIGN KEY (run_id) REFERENCES runs (id) ON DELETE CASCADE
);

CREATE TABLE run_systems (
    run_id uuid NOT NULL,
    name text COLLATE "C" NOT NULL,
    is_method boolean NOT NULL,
    options_id uuid NOT NULL,
    quality_mean double precision,
    quality_low double precision,
    quality_high double precision,
    quality_n integer,
    helpfulness_mean double precision,
    helpfulness_low double precision,
    helpfulness_high double precision,
    helpfulness_n integer,
    harmlessness_mean double precision,
    harmlessness_low double precision,
    harmlessness_high double precision,
    harmlessness_n integer,
    pgr_mean double precision,
    pgr_low double precision,
    pgr_high double precision,
    pgr_n integer,
    gain_over_gap_mean double precision,
    CONSTRAINT "PK_run_systems" PRIMARY KEY (run_id, name),
    CONSTRAINT "FK_run_systems_runs_run_id" FOREIGN KEY (run_id) REFERENCES runs (id) ON DELETE CASCADE
);

CREATE TABLE run_tags (
    run_id uuid NOT NULL,
    tag text COLLATE "C" NOT NULL,
    CONSTRAINT "PK_run_tags" PRIMARY KEY (run_id, tag),
    CONSTRAINT "FK_run_tags_runs_run_id" FOREIGN KEY (run_id) REFERENCES runs (id) ON DELETE CASCADE
);

-- Runs that are not in it were launched before there were searches; the tracker catches up with them.
CREATE TABLE run_indexing (
    run_id uuid NOT NULL,
    revision integer NOT NULL,
    has_results boolean NOT NULL,
    CONSTRAINT "PK_run_indexing" PRIMARY KEY (run_id),
    CONSTRAINT "FK_run_indexing_runs_run_id" FOREIGN KEY (run_id) REFERENCES runs (id) ON DELETE CASCADE
);

ALTER TABLE runs ADD author text COLLATE "C";

ALTER TABLE runs ADD author_folded text COLLATE "C";

ALTER TABLE run_members ADD system text COLLATE "C";

ALTER TABLE run_members ADD method text COLLATE "C";

CREATE INDEX "IX_option_values_path_number_options_id" ON option_values (path, number, options_id);

CREATE INDEX "IX_option_values_path_text_options_id" ON option_values (path, text, options_id);

CREATE INDEX "IX_run_options_options_id_run_id" ON run_options (options_id, run_id);

CREATE INDEX "IX_run_systems_options_id_run_id" ON run_systems (options_id, run_id);

CREATE INDEX "IX_run_tags_tag" ON run_tags (tag);
