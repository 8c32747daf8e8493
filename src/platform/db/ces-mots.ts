import { type RawBuilder, sql } from 'kysely'

/** Les mots du domaine où chercher, écrits dans l’instruction (`s.etat in ${cesMots(etatsFermes)}`) : la base les compte comme si on les y avait tapés. */
export const cesMots = (mots: readonly string[]): RawBuilder<unknown> =>
  sql`(${sql.join(mots.map((m) => sql.lit(m)))})`
