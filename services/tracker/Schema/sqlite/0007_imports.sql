-- When a run came here in an archive; null for those that were launched here.
ALTER TABLE "runs" ADD "imported_at" INTEGER NULL;
