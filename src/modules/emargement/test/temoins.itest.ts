import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { PersonneId } from '#kernel/id.ts'
import { newId } from '#platform/db/index.ts'
import { baseNeuve, codeSql } from '../../../../test/base/index.ts'
import { verifierEnBase } from '../db/registre.ts'
import { jalonner } from '../db/temoins.ecritures.ts'
import {
  candidatsTemoins,
  demanderTemoin,
  lireTemoins,
  repondreTemoin,
  retirerTemoin,
} from '../db/temoins.ts'
import { cloreLaFeuille, contresignerLaSeance, regulariser } from '../gestes/composer.ts'
import { effacerDuRegistre } from '../gestes/effacer-du-registre.ts'
import { jalonnerTous, porterJalons } from '../jobs/porter-jalons.job.ts'
import { acces, clesDEssai, poserSessionDEssai, type SessionDEssai, servicesDe } from './session-d-essai.ts'

const base = await baseNeuve()
const le = new Date('2026-11-24T11:30:00Z')
const dans = <T>(fil: SessionDEssai, work: Parameters<typeof base.enTantQue<T>>[2]) =>
  base.enTantQue(fil.organisme, { personne: fil.personne }, work)

const neuf = async (...poles: string[]): Promise<SessionDEssai> =>
  base.maintenance(async (tx) => {
    const fil = await poserSessionDEssai(tx, { stagiaires: 2 })
    for (const pole of poles)
      await sql`insert into pole.adhesion (pole_id, organisme_id, etat, demandee_le, du) values (${pole}::uuid, ${fil.organisme}::uuid, 'active', now(), '2026-01-01')`.execute(
        tx,
      )
    return fil
  })

const signerTous = async (fil: SessionDEssai) => {
  const s = servicesDe(base, fil, le.toISOString())
  for (const inscription of fil.inscriptions) {
    const r = await regulariser(
      s,
      { acces, id: fil.personne, nom: 'Tom Okafor' },
      {
        session: fil.session,
        seance: fil.seances[0] ?? (newId() as never),
        inscription,
        motif: 'Téléphone éteint',
      },
    )
    if (!r.ok) throw new Error(r.error.phrase)
  }
}

describe('Les témoins', () => {
  it('demandés dans un pôle, consentants, gardent et contresignent ; une réécriture signée se voit', async () => {
    const pole = newId()
    const [a, b, dehors] = [await neuf(pole), await neuf(pole), await neuf()]
    expect((await dans(a, candidatsTemoins)).map((c) => c.organisme)).toEqual([b.organisme])
    expect(await dans(a, (tx) => demanderTemoin(tx, dehors.organisme, le))).toBe(false)
    expect(await dans(a, (tx) => demanderTemoin(tx, b.organisme, le))).toBe(true)
    // Personne n’accepte à la place de l’autre.
    expect(await dans(a, (tx) => repondreTemoin(tx, a.organisme, true, le))).toBe(false)
    expect(await dans(dehors, (tx) => repondreTemoin(tx, a.organisme, true, le))).toBe(false)

    await signerTous(a)
    const s = servicesDe(base, a, le.toISOString())
    const porter = () => porterJalons({ organisme: a.organisme }, s)
    await base.worker.withTenant({ genre: 'tache', organisme: a.organisme }, (tx) =>
      jalonner(tx, clesDEssai, le),
    )
    await porter()
    expect((await dans(a, lireTemoins))[0]).toMatchObject({ etat: 'demande', gardes: 0 })
    expect(await dans(b, (tx) => repondreTemoin(tx, a.organisme, true, le))).toBe(true)
    await porter()
    await porter()
    expect((await dans(a, lireTemoins))[0]).toMatchObject({
      nous: true,
      etat: 'accepte',
      gardes: 1,
      contresignes: 1,
      contredits: 0,
    })
    expect((await dans(b, lireTemoins))[0]).toMatchObject({ nous: false, organisme: a.organisme, gardes: 1 })
    expect(await dans(dehors, lireTemoins)).toEqual([])
    expect(s.courrier.at(-1)).toMatchObject({ a: 'bonjour@langue-et-lien.example' })
    expect(s.courrier.at(-1)?.texte).toContain('coforme-jalon/1')

    // Qui tient la base et la clé réécrit la dernière entrée, et signe un autre jalon au même rang.
    await base.maintenance(async (tx) => {
      await sql`delete from emargement.jalon where organisme_id = ${a.organisme}::uuid`.execute(tx)
      await sql`update emargement.maillon set empreinte = sha256('autre'::bytea) where organisme_id = ${a.organisme}::uuid and numero = 2`.execute(
        tx,
      )
    })
    await base.worker.withTenant({ genre: 'tache', organisme: a.organisme }, (tx) =>
      jalonner(tx, clesDEssai, le),
    )
    await porter()
    expect((await dans(a, lireTemoins))[0]).toMatchObject({ gardes: 2, contresignes: 1, contredits: 1 })
    expect(s.courrier.at(-1)?.objet).toContain('un témoin refuse un jalon')

    expect(await dans(b, (tx) => retirerTemoin(tx, a.organisme, le))).toBe(true)
    expect((await dans(b, lireTemoins))[0]).toMatchObject({ etat: 'retire', gardes: 2 })
  })

  it('chaque nuit, un registre qui a avancé sans clôture reçoit son jalon, une fois', async () => {
    const fil = await neuf()
    await signerTous(fil)
    const s = { ...servicesDe(base, fil, le.toISOString()), db: base.worker }
    await jalonnerTous({}, s)
    await jalonnerTous({}, s)
    const v = await dans(fil, (tx) => verifierEnBase(tx, clesDEssai.publicKey))
    expect(v).toMatchObject({ ok: true, maillons: 2, jalons: 1 })
  })
})

describe('Effacer du registre', () => {
  const personneDe = async (fil: SessionDEssai): Promise<PersonneId> =>
    base.maintenance(async (tx) => {
      const { rows } = await sql<{
        p: PersonneId
      }>`select personne_id as p from inscriptions.inscription where id = ${fil.inscriptions[0] ?? ''}::uuid`.execute(
        tx,
      )
      return rows[0]?.p ?? (newId() as PersonneId)
    })
  const nommer = (fil: SessionDEssai, role: string) =>
    base.maintenance(async (tx) => {
      await sql`insert into compte.compte (id, courriel, prenom, nom, cree_le) values (${fil.personne}::uuid, ${`${fil.personne}@exemple.example`}, 'Tom', 'Okafor', now())
        on conflict do nothing`.execute(tx)
      await sql`insert into compte.adhesion (organisme_id, compte_id, roles, toutes, du, acceptee_le) values (${fil.organisme}::uuid, ${fil.personne}::uuid, ${[role]}::text[], true, '2020-01-01', now())
        on conflict (organisme_id, compte_id) do update set roles = excluded.roles`.execute(tx)
    })

  it('d’un intervenant, ôte ses contresignatures et ses clôtures ; d’une fiche réunie, ce que l’autre a signé', async () => {
    const fil = await neuf()
    await signerTous(fil)
    const s = servicesDe(base, fil, le.toISOString())
    const qui = { acces, id: fil.personne, nom: 'Tom Okafor' }
    const feuille = {
      session: fil.session,
      seance: fil.seances[0] ?? (newId() as never),
      ip: '192.0.2.7',
      agent: 'essai',
    }
    for (const geste of [contresignerLaSeance, cloreLaFeuille])
      expect((await geste(s, qui, feuille)).ok).toBe(true)
    await nommer(fil, 'dpo')
    const fiche = await base.maintenance(async (tx) => {
      const [tom, absorbe] = [newId<'Personne'>(), newId<'Personne'>()]
      for (const [id, nom] of [
        [tom, 'Okafor'],
        [absorbe, 'Okafort'],
      ])
        await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
          values (${fil.organisme}, ${id}, ${fil.activite}, 'Tom', ${nom}, 'okafor', now())`.execute(tx)
      // Le compte est à la fiche absorbée : réunie, elle est la même personne.
      await sql`insert into tiers.intervenant (organisme_id, activite_id, personne_id, compte_id, cree_le)
        values (${fil.organisme}, ${fil.activite}, ${absorbe}, ${fil.personne}, now())`.execute(tx)
      await sql`insert into tiers.fusion (organisme_id, id, activite_id, garde_id, absorbe_id, le)
        values (${fil.organisme}, ${newId()}, ${fil.activite}, ${tom}, ${absorbe}, now())`.execute(tx)
      return tom
    })
    const demande = {
      personne: fiche,
      fondement: 'duree-de-conservation',
      motif: 'Dix ans sont passés',
    } as const
    expect(await effacerDuRegistre(s, acces, demande)).toMatchObject({ ok: true, value: { entrees: [5] } })
    const restes = await base.maintenance(async (tx) =>
      (
        await sql<{
          numero: number
          part: string
        }>`select m.numero::int4 as numero, v.part from emargement.prive v
          join emargement.maillon m on m.organisme_id = v.organisme_id and m.id = v.maillon_id
          where v.organisme_id = ${fil.organisme}::uuid order by 1, 2`.execute(tx)
      ).rows.map((r) => r.numero),
    )
    // Ce que les stagiaires ont signé reste ; la contresignature (3) et la clôture (4) n’ont plus de part.
    expect([...new Set(restes)]).toEqual([1, 2])
    expect(await dans(fil, (tx) => verifierEnBase(tx, clesDEssai.publicKey))).toMatchObject({
      ok: true,
      maillons: 5,
    })
    expect(await effacerDuRegistre(s, acces, demande)).toMatchObject({ ok: false, error: { code: 'rien' } })
  })

  it('ôte les parts d’une seule personne, le dit par une entrée, et tout se vérifie', async () => {
    const fil = await neuf()
    await signerTous(fil)
    const personne = await personneDe(fil)
    const s = servicesDe(base, fil, le.toISOString())
    const demande = { personne, fondement: 'demande-de-la-personne', motif: 'Lettre du 20 novembre' } as const
    await nommer(fil, 'formateur')
    expect(await codeSql(() => effacerDuRegistre(s, acces, demande))).toBe('42501')
    await nommer(fil, 'dpo')
    expect(await effacerDuRegistre(s, acces, { ...demande, motif: '' })).toMatchObject({
      ok: false,
      error: { code: 'motif' },
    })
    expect(await effacerDuRegistre(s, acces, { ...demande, motif: 'Elle est hospitalisée' })).toMatchObject({
      error: { code: 'motif-de-sante' },
    })
    const fait = await effacerDuRegistre(s, acces, demande)
    expect(fait).toMatchObject({ ok: true, value: { entrees: [3] } })
    expect(await effacerDuRegistre(s, acces, demande)).toMatchObject({ ok: false, error: { code: 'rien' } })
    const reste = await base.maintenance(async (tx) =>
      (
        await sql<{
          numero: number
        }>`select distinct m.numero from emargement.prive v join emargement.maillon m on m.organisme_id = v.organisme_id and m.id = v.maillon_id
        where v.organisme_id = ${fil.organisme}::uuid`.execute(tx)
      ).rows.map((r) => r.numero),
    )
    expect(reste).toEqual([2])
    expect(await dans(fil, (tx) => verifierEnBase(tx, clesDEssai.publicKey))).toMatchObject({
      ok: true,
      maillons: 3,
      illisibles: 0,
    })
    const [entree] = await base.maintenance(
      async (tx) =>
        (
          await sql<{
            contenu: string
          }>`select contenu from emargement.maillon where organisme_id = ${fil.organisme}::uuid and numero = 3`.execute(
            tx,
          )
        ).rows,
    )
    expect(JSON.parse(entree?.contenu ?? '{}')).toMatchObject({
      genre: 'effacement',
      vise: [1],
      effacement: { fondement: 'demande-de-la-personne' },
    })
  })

  it('la base refuse une entrée qui ne nomme pas ce qu’elle ôte', async () => {
    const fil = await neuf()
    await signerTous(fil)
    await nommer(fil, 'responsable')
    const objet = await base.maintenance(
      async (tx) =>
        (
          await sql<{
            o: Buffer
          }>`select objet as o from emargement.maillon where organisme_id = ${fil.organisme}::uuid limit 1`.execute(
            tx,
          )
        ).rows[0]?.o,
    )
    const id = newId()
    const contenu = JSON.stringify({
      genre: 'effacement',
      id,
      vise: [1],
      effacement: { fondement: 'demande-de-la-personne', parts: ['identite'] },
    })
    expect(
      await codeSql(() =>
        dans(fil, (tx) =>
          sql`select * from porte.effacer_parts(${id}::uuid, ${fil.activite}::uuid, ${objet}::bytea, ${contenu}, '{2}'::int8[], '{identite}'::text[])`.execute(
            tx,
          ),
        ),
      ),
    ).toBe('22023')
  })
})
