/** La clé d'une personne dans l'interdiction d'être à deux endroits : qui ne la choisit pas, et ce qu'elle devient quand elle change. */
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { ActiviteId, OrganismeId } from '#kernel/id.ts'
import { newId } from '#platform/db/index.ts'
import { testServices } from '#web/test/services.ts'
import { poserAdhesion } from '../../src/modules/comptes/test/comptes.ts'
import { poserOrganisme } from '../../src/modules/comptes/test/organismes.ts'
import { reposerLesCles } from '../../src/modules/sessions/jobs/reposer-cles.job.ts'
import { poserOffre, poserSession } from '../../src/modules/sessions/test/poser.ts'
import { baseNeuve, codeSql } from '../base/index.ts'

const base = await baseNeuve()
type Coop = { readonly organisme: OrganismeId; readonly activite: ActiviteId }
const coop = (nom: string): Promise<Coop> => base.maintenance((tx) => poserOrganisme(tx, nom))
const b = await coop('Atelier')
const c = await coop('Voisine')

const fiche = (x: Coop, id: string, compte: string | null = null) =>
  base.enTantQue(x.organisme, {}, async (tx) => {
    await sql`insert into tiers.personne (id, activite_id, prenom, nom, pli, cree_le) values (${id}, ${x.activite}, 'P', 'N', 'n p', now())`.execute(
      tx,
    )
    await sql`insert into tiers.intervenant (activite_id, personne_id, compte_id, cree_le) values (${x.activite}, ${id}, ${compte}::uuid, now())`.execute(
      tx,
    )
  })
/** Une séance toujours à la même heure : deux d'entre elles se heurtent. */
const seance = (x: Coop) =>
  base.maintenance(async (tx) => {
    const offre = await poserOffre(tx, x, `Offre ${newId()}`)
    return (await poserSession(tx, { ...x, offre, seances: [['2087-05-05', 540, 720]] })).seances[0] ?? ''
  })
const affecter = (x: Coop, s: string, p: string) =>
  codeSql(() =>
    base.enTantQue(x.organisme, {}, (tx) =>
      sql`insert into sessions.affectation (id, activite_id, seance_id, personne_id, minutes) values (${newId()}, ${x.activite}, ${s}, ${p}, 60)`.execute(
        tx,
      ),
    ),
  )
const compteDe = (...chez: Coop[]) =>
  base.maintenance(async (tx) => {
    const k = newId()
    await sql`insert into compte.compte (id, courriel, nom) values (${k}, ${`${k}@exemple.example`}, 'N')`.execute(
      tx,
    )
    for (const x of chez)
      await poserAdhesion(tx, { organisme: x.organisme, compte: k as never, roles: ['formateur'] })
    return k
  })
const finir = (k: string, x: Coop) =>
  base.maintenance((tx) =>
    sql`update compte.adhesion set au = current_date - 1 where compte_id = ${k} and organisme_id = ${x.organisme}`.execute(
      tx,
    ),
  )
const laNuit = () => reposerLesCles({}, { ...testServices(), db: base.worker })

describe('une clé que l’on ne forge pas', () => {
  it('une fiche faite ailleurs au même identifiant n’occupe pas, et ne sonde pas, la personne d’ici', async () => {
    const p = newId()
    await fiche(b, p)
    await fiche(c, p)
    const chezB = await seance(b)
    expect(await affecter(c, await seance(c), p)).toBeUndefined()
    expect(await affecter(b, chezB, p)).toBeUndefined()
    // Chacune reste à un seul endroit chez elle.
    expect(await affecter(b, await seance(b), p)).toBe('23P01')
  })

  it('une fiche à l’identifiant du compte d’un voisin n’occupe pas ce compte', async () => {
    const p = newId()
    const k = await compteDe(b)
    await fiche(b, p, k)
    await fiche(c, k)
    expect(await affecter(c, await seance(c), k)).toBeUndefined()
    expect(await affecter(b, await seance(b), p)).toBeUndefined()
  })

  it('l’application ne lit ni ne choisit la clé', async () => {
    for (const geste of [
      `select porte.cle_propre('personne', gen_random_uuid(), gen_random_uuid())`,
      'update sessions.affectation set cle = gen_random_uuid()',
      'insert into sessions.affectation (cle) values (gen_random_uuid())',
    ])
      expect(
        await codeSql(() => base.enTantQue(b.organisme, {}, (tx) => sql.raw(geste).execute(tx))),
        geste,
      ).toBe('42501')
  })
})

describe('une adhésion qui finit', () => {
  it('la personne ne se prend pas deux fois chez elle, même avant la nuit', async () => {
    const p = newId()
    const k = await compteDe(b)
    await fiche(b, p, k)
    expect(await affecter(b, await seance(b), p)).toBeUndefined()
    expect(await affecter(b, await seance(b), p)).toBe('23P01')
    await finir(k, b)
    expect(await affecter(b, await seance(b), p)).toBe('23P01')
  })

  it('la nuit, ses heures la quittent : son ancienne coopérative ne l’occupe plus chez l’autre', async () => {
    const [p, q] = [newId(), newId()]
    const k = await compteDe(b, c)
    await fiche(b, p, k)
    await fiche(c, q, k)
    expect(await affecter(b, await seance(b), p)).toBeUndefined()
    expect(await affecter(c, await seance(c), q)).toBe('23P01')
    await finir(k, b)
    await laNuit()
    expect(await affecter(c, await seance(c), q)).toBeUndefined()
    // Chez elle, elle est encore prise.
    expect(await affecter(b, await seance(b), p)).toBe('23P01')
    // Et la nuit suivante n'y change rien.
    const cles = () =>
      base.maintenance(
        async (tx) =>
          (await sql`select organisme_id, personne_id, cle from sessions.affectation order by id`.execute(tx))
            .rows,
      )
    const avant = await cles()
    await laNuit()
    expect(await cles()).toEqual(avant)
  })

  it('seule une tâche repose les clés de la nuit', async () => {
    expect(
      await codeSql(() =>
        base.enTantQue(b.organisme, {}, (tx) => sql`select porte.reposer_cles_perimees()`.execute(tx)),
      ),
    ).toBe('42501')
  })
})
