using Npgsql;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Metrics;
using WeakToStrong.Tracker.Search;

namespace WeakToStrong.W2s.Bench.Load;

/// <summary>
/// Fills the tables as years of use would: runs that are over, each with a step that was trained, its attempt, and its
/// metrics as the tracker packs them. The statements run in the server, so that filling does not take days.
/// </summary>
internal sealed class LoadDatabase(NpgsqlDataSource database)
{
    /// <summary>Milliseconds of 2026-01-01; every run is a minute after the one before.</summary>
    private const long Epoch = 1_767_225_600_000;

    private const int DistinctPacks = 64;

    /// <summary>How all names of runs begin.</summary>
    public const string RunNames = "experiment-";

    public static string RunName(int experiment) => $"{RunNames}{experiment:000}";

    /// <summary>Adds one experiment with its runs.</summary>
    public async Task AddExperimentAsync(int experiment, LoadOptions options, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        foreach (var statement in Statements)
        {
            await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
            command.Parameters.AddWithValue("experiment", experiment);
            command.Parameters.AddWithValue("name", RunName(experiment));
            command.Parameters.AddWithValue("runs", options.Runs);
            command.Parameters.AddWithValue("series", options.Series);
            command.Parameters.AddWithValue("points", options.Points);
            command.Parameters.AddWithValue("epoch", Epoch);
            command.Parameters.AddWithValue("revision", SearchIndex.Revision);
            command.Parameters.AddWithValue("packs", Packs(options.Points));
            await command.ExecuteNonQueryAsync(stop);
        }
    }

    /// <summary>Adds a run whose steps are all ready, under the given keys.</summary>
    public async Task AddReadyStepsAsync(IReadOnlyList<string> keys, CancellationToken stop)
    {
        const string sql = """
            INSERT INTO runs (id, name, task, experiment_text, report_step_key, status, created_at)
                VALUES (md5('ready')::uuid, 'ready', 'correction', '', '', 'Queued', @now);
            INSERT INTO steps
                (key, kind, host, spec_json, cost_seconds, path_seconds, status, attempt_count, lost_count)
                SELECT key, 'train', 'Trainer', '{}', 1, 1, 'Ready', 0, 0 FROM unnest(@keys) AS key;
            INSERT INTO run_members (run_id, step_key, name, position, is_cached)
                SELECT md5('ready')::uuid, key, key, position, false
                FROM unnest(@keys) WITH ORDINALITY AS members (key, position);
            """;
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddWithValue("keys", keys.ToArray());
        command.Parameters.AddWithValue("now", Epoch);
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Gathers the planner's statistics, as a server that runs for long has them.</summary>
    public async Task AnalyseAsync(CancellationToken stop)
    {
        await using var command = database.CreateCommand("VACUUM ANALYZE");
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(stop);
    }

    public async Task<long> SizeAsync(CancellationToken stop)
    {
        await using var command = database.CreateCommand("SELECT pg_database_size(current_database())");
        return (long)(await command.ExecuteScalarAsync(stop))!;
    }

    private static readonly string[] Statements =
    [
        """
        INSERT INTO runs (id, name, task, experiment_text, report_step_key, status, created_at, started_at, finished_at)
        SELECT md5('run/' || @experiment || '/' || run)::uuid, @name, 'correction',
            '{"methods":[{"method":"sft","name":"sft"},{"method":"dpo","name":"dpo","beta":' || (run % 20) * 0.05
                || '},{"method":"ppo","name":"rlhf"}],"seeds":[1],"name":"' || @name || '"}',
            '', CASE run % 20 WHEN 0 THEN 'Failed' WHEN 1 THEN 'Cancelled' ELSE 'Completed' END,
            @epoch + (@experiment * @runs + run)::bigint * 60000, @epoch, @epoch + 60000
        FROM generate_series(1, @runs) AS run
        """,
        """
        INSERT INTO steps (key, kind, host, spec_json, cost_seconds, path_seconds, status, attempt_count, lost_count)
        SELECT encode(sha256(('step/' || @experiment || '/' || run)::bytea), 'hex'), 'train', 'Trainer', '{}', 1, 1,
            'Completed', 1, 0
        FROM generate_series(1, @runs) AS run
        """,
        """
        INSERT INTO run_members (run_id, step_key, name, position, is_cached, system, method)
        SELECT md5('run/' || @experiment || '/' || run)::uuid,
            encode(sha256(('step/' || @experiment || '/' || run)::bytea), 'hex'), 'seed 1 / sft', 0, false, 'sft', 'sft'
        FROM generate_series(1, @runs) AS run
        """,
        """
        INSERT INTO option_values (options_id, path, position, text, number)
        SELECT md5('options/' || method || '/' || beta)::uuid, option.path, 0, option.text, option.number
        FROM unnest(ARRAY['sft', 'dpo', 'ppo']) AS method, generate_series(0, 19) AS beta,
            LATERAL (VALUES ('method', method, NULL), ('beta', NULL, beta * 0.05)) AS option (path, text, number)
        ON CONFLICT DO NOTHING
        """,
        """
        INSERT INTO run_systems (run_id, name, is_method, options_id, pgr_mean, pgr_low, pgr_high, pgr_n)
        SELECT md5('run/' || @experiment || '/' || run)::uuid, method, true,
            md5('options/' || method || '/' || run % 20)::uuid, gap.mean, gap.mean - 0.1, gap.mean + 0.1, 3
        FROM generate_series(1, @runs) AS run, unnest(ARRAY['sft', 'dpo', 'ppo']) AS method,
            LATERAL (SELECT (run * 7919 % 1000) / 1000.0 AS mean) AS gap
        """,
        """
        INSERT INTO run_indexing (run_id, revision, has_results)
        SELECT md5('run/' || @experiment || '/' || run)::uuid, @revision, true FROM generate_series(1, @runs) AS run
        """,
        """
        INSERT INTO attempts (id, step_key, number, status, worker_id, machine_name, process_id, claimed_at, started_at,
            ended_at, lease_until, done_count, total_count, thinned_count)
        SELECT md5('attempt/' || @experiment || '/' || run)::uuid,
            encode(sha256(('step/' || @experiment || '/' || run)::bytea), 'hex'), 1, 'Completed', md5('worker')::uuid,
            'bench', 1, @epoch, @epoch, @epoch + 60000, @epoch, @points, @points, 0
        FROM generate_series(1, @runs) AS run
        """,
        """
        WITH added AS (
            INSERT INTO metric_series (step_key, name, point_count, first_at, last_at, last, min, max, is_hot)
            SELECT encode(sha256(('step/' || @experiment || '/' || run)::bytea), 'hex'),
                CASE series WHEN 1 THEN 'loss' ELSE 'metric/' || series END,
                @points, 1, @points, 0.5, 0.1, 2.0, false
            FROM generate_series(1, @runs) AS run, generate_series(1, @series) AS series
            RETURNING id)
        INSERT INTO metric_packs (series_id, points)
        SELECT id, (@packs)[id % cardinality(@packs) + 1] FROM added
        """,
    ];

    /// <summary>Curves that fall and wobble, as the tracker packs them.</summary>
    private static byte[][] Packs(int points) =>
        [
            .. Enumerable.Range(0, DistinctPacks).Select(curve => PointPack.Write(
                [.. Enumerable.Range(1, points).Select(at => PointOf(curve, at))])),
        ];

    private static PointValue PointOf(int curve, int at) => new(at, 1.0 / at + 0.01 * Math.Sin(curve * at));
}
