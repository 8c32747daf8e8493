/** Ce que la base sait des genres est ce que disent leurs fiches. */
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { baseNeuve } from '../../../../test/base/index.ts'
import { type Fiche, genres, listeGenres } from '../domain/genres.ts'

const base = await baseNeuve()

it('la base et les fiches disent la même chose de chaque genre', async () => {
  const { rows } = await base.maintenance((tx) =>
    sql`select genre, engage, plancher, si_signee as "siSignee", sensible, espaces from app.fiches_de_genres() order by genre`.execute(
      tx,
    ),
  )
  const fiches = [...listeGenres].sort().map((genre) => {
    const { engage, conserve, sensible, espaces }: Fiche = genres[genre]
    return {
      genre,
      engage,
      plancher: conserve.plancher,
      siSignee: conserve.siSignee ?? false,
      sensible,
      espaces: [...espaces],
    }
  })
  expect(rows).toEqual(fiches)
})
