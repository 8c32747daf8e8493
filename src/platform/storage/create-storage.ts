import type { Config } from '#platform/config/config.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { postgresStorage } from '#platform/storage/postgres-storage.ts'
import { s3Storage, s3Store } from '#platform/storage/s3-storage.ts'
import type { Storage } from '#platform/storage/storage.ts'

/** S3 si `S3_*` est réglé, PostgreSQL sinon. */
export const createStorage = (config: Pick<Config, 's3'>, keys: Keys): Storage =>
  config.s3 ? s3Storage(s3Store(config.s3), keys) : postgresStorage(keys)
