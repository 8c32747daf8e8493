import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { DERNIERE } from '#platform/db/pool.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { lireLien } from '../par-lien.ts'
import { poserFil, servicesDe } from '../test/fil.ts'
import { lireCaseVierge } from './signer-par-lien.ts'

const base = await baseNeuve()

describe('la dernière instruction d’une transaction', () => {
  it('valide avec elle ; rien ne s’écrit plus après, et ce qui échoue défait tout', async () => {
    const fil = await base.maintenance((tx) => poserFil(tx))
    const tache = { genre: 'tache', organisme: fil.organisme } as const
    const consigner = (phrase: string, sinon = 1) =>
      sql`${sql.raw(DERNIERE)}insert into journal.geste (id, activite_id, fait_le, module, geste, phrase)
        select gen_random_uuid(), ${fil.activite}::uuid, now(), 'essai', 'essayer', ${phrase}::text where 1 / ${sinon}::int4 = 1`
    const phrases = async () =>
      (
        (await base.worker.withTenant(tache, (tx) =>
          sql<{ phrase: string }>`select phrase from journal.geste where module = 'essai'`.execute(tx),
        )) ?? { rows: [] }
      ).rows.map((r) => r.phrase)
    await base.worker.withTenant(tache, (tx) => consigner('gardée').execute(tx))
    expect(await phrases()).toEqual(['gardée'])
    await expect(base.worker.withTenant(tache, (tx) => consigner('défaite', 0).execute(tx))).rejects.toThrow()
    await expect(
      base.worker.withTenant(tache, async (tx) => {
        await consigner('gardée aussi').execute(tx)
        await sql`select 1`.execute(tx)
      }),
    ).rejects.toThrow('dernière instruction')
    // La connexion sert encore, et n’a rien gardé de la transaction d’avant.
    expect((await phrases()).toSorted()).toEqual(['gardée', 'gardée aussi'])
  })
})

describe('la case qu’un lien permet de signer', () => {
  it('se lit par sa porte comme sous les murs, et nul n’ouvre cette porte sans lien', async () => {
    const fil = await base.maintenance((tx) => poserFil(tx, { stagiaires: 1 }))
    const jeton = 'c'.repeat(43)
    await base.maintenance(async (tx) => {
      const invitation = await sql<{
        id: string
      }>`insert into emargement.invitation (organisme_id, id, activite_id, inscription_id, seance_id, cree_le)
        values (${fil.organisme}::uuid, gen_random_uuid(), ${fil.activite}::uuid, ${fil.inscriptions[0] ?? ''}::uuid, ${fil.seances[0] ?? ''}::uuid, now()) returning id`.execute(
        tx,
      )
      await sql`insert into compte.lien (jeton, usage, organisme_id, activite_id, objet_id, expire_le)
        values (sha256(${jeton}::bytea), 'emargement', ${fil.organisme}::uuid, ${fil.activite}::uuid, ${invitation.rows[0]?.id ?? ''}::uuid, now() + interval '1 day')`.execute(
        tx,
      )
    })
    const parLaPorte = await base.db.withTenant({ genre: 'lien', jeton }, lireCaseVierge)
    const sousLesMurs = await lireLien(servicesDe(base, fil), jeton)
    if (sousLesMurs.etat !== 'ouvert') throw new Error('Le lien devait être ouvert.')
    const { id, prenom, nom } = sousLesMurs.vue.case.personne
    expect(parLaPorte).toMatchObject({
      organisme: sousLesMurs.vue.organisme,
      demi: sousLesMurs.vue.demi,
      inscription: sousLesMurs.vue.case.inscription,
      personne: { id, prenom, nom },
    })
    expect(
      await base.worker.withTenant({ genre: 'tache', organisme: fil.organisme }, lireCaseVierge),
    ).toBeUndefined()
  })
})
