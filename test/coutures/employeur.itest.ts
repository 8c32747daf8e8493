import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { lireTiers, type TiersId } from '#modules/tiers/index.ts'
import { newId } from '#platform/db/index.ts'
import { poserOrganisme } from '../../src/modules/comptes/test/organismes.ts'
import { type Inscrit, listerInscrits } from '../../src/modules/inscriptions/db/inscriptions.queries.ts'
import { direEmployeur } from '../../src/modules/inscriptions/gestes/dire-statut-et-employeur.ts'
import { type Apprenant, inscrire } from '../../src/modules/inscriptions/gestes/inscrire.ts'
import type { EtatSession } from '../../src/modules/sessions/domain/etats.ts'
import { poserOffre, poserSession } from '../../src/modules/sessions/test/poser.ts'
import { modifierTiers } from '../../src/modules/tiers/gestes/garder-personne.ts'
import { baseNeuve } from '../base/index.ts'

const base = await baseNeuve()
const le = new Date('2026-11-24T10:40:00Z')
const agathe = { prenom: 'Agathe', nom: 'Pons', courriel: 'agathe@exemple.example' }

const preparer = async () => {
  const [o, offre] = await base.maintenance(async (tx) => {
    const chez = await poserOrganisme(tx, `Employeurs ${newId()}`)
    return [chez, await poserOffre(tx, chez)] as const
  })
  const dans = <T>(f: Parameters<typeof base.enTantQue<T>>[2]) => base.enTantQue(o.organisme, {}, f)
  const session = async () => (await base.maintenance((tx) => poserSession(tx, { ...o, offre }))).session
  type Session = Awaited<ReturnType<typeof session>>
  const lire = async (s: Session): Promise<Inscrit> => {
    const [i] = await dans((tx) => listerInscrits(tx, s))
    if (!i) throw new Error('personne')
    return i
  }
  return {
    dans,
    /** La purge de la nuit. */
    tache: <T>(f: Parameters<typeof base.worker.withTenant<T>>[1]) =>
      base.worker.withTenant({ genre: 'tache', organisme: o.organisme }, f),
    session,
    lire,
    employeur: async (s: Session) => (await lire(s)).employeur,
    inscrire: async (s: Session, a: Apprenant) =>
      expect((await dans((tx) => inscrire(tx, s, newId(), [a], le))).ok).toBe(true),
    /** La fiche, corrigée. */
    fiche: (personne: TiersId, employeur: string | undefined) =>
      dans(async (tx) => {
        const tiers = await lireTiers(tx, personne)
        if (!tiers) throw new Error('sans fiche')
        await modifierTiers(
          tx,
          tiers,
          { ...agathe, employeur: employeur ? { nom: employeur } : undefined },
          le,
        )
      }),
    passer: (s: Session, etat: EtatSession) =>
      base.maintenance((tx) => sql`update sessions.session set etat = ${etat} where id = ${s}`.execute(tx)),
  }
}

describe('l’employeur d’une inscription', () => {
  it('est celui de la fiche ce jour-là : la fiche en change, l’inscription non, et la suivante dit le nouveau', async () => {
    const p = await preparer()
    const [avant, apres] = [await p.session(), await p.session()]
    await p.inscrire(avant, { ...agathe, employeur: { nom: 'Scierie du Vercors' } })
    const { personne } = await p.lire(avant)
    await p.fiche(personne, 'Menuiserie Kervern')
    await p.inscrire(apres, { ...agathe, choix: personne })
    expect([await p.employeur(avant), await p.employeur(apres)]).toEqual([
      'Scierie du Vercors',
      'Menuiserie Kervern',
    ])
    await p.fiche(personne, undefined)
    expect(await p.employeur(avant)).toBe('Scierie du Vercors')
  })

  it('d’une personne connue, est celui que l’on écrit pour elle ; celui de qui achète ne remplace pas sa fiche', async () => {
    const p = await preparer()
    const [une, deduit, ecrit] = [await p.session(), await p.session(), await p.session()]
    await p.inscrire(une, { ...agathe, employeur: { nom: 'Scierie du Vercors' } })
    const { personne } = await p.lire(une)
    const connue = { ...agathe, choix: personne, employeur: { nom: 'Menuiserie Kervern' } }
    await p.inscrire(deduit, connue)
    await p.inscrire(ecrit, { ...connue, employeurEcrit: true })
    expect([await p.employeur(deduit), await p.employeur(ecrit)]).toEqual([
      'Scierie du Vercors',
      'Menuiserie Kervern',
    ])
    expect((await p.dans((tx) => lireTiers(tx, personne)))?.employeur).toBe('Scierie du Vercors')
  })

  it('que la fiche apprend ensuite complète l’inscription qui n’en disait pas, sauf d’une action finie', async () => {
    const p = await preparer()
    const [ouverte, finie] = [await p.session(), await p.session()]
    await p.inscrire(finie, agathe)
    const { personne } = await p.lire(finie)
    await p.inscrire(ouverte, { ...agathe, choix: personne })
    await p.passer(finie, 'terminee')
    await p.fiche(personne, 'Scierie du Vercors')
    expect([await p.employeur(ouverte), await p.employeur(finie)]).toEqual(['Scierie du Vercors', null])
    await p.fiche(personne, 'Menuiserie Kervern')
    expect(await p.employeur(ouverte)).toBe('Scierie du Vercors')
  })

  it.each([
    ['close', sql`close_le = '2026-11-20', etat = 'abandon', motif = 'Départ'`],
    ['d’une personne en recherche d’emploi', sql`statut_f1 = 'recherche-emploi'`],
  ])('une inscription %s ne se complète pas', async (_, etat) => {
    const p = await preparer()
    const s = await p.session()
    await p.inscrire(s, agathe)
    const { personne, id } = await p.lire(s)
    await base.maintenance((tx) =>
      sql`update inscriptions.inscription set ${etat} where id = ${id}`.execute(tx),
    )
    await p.fiche(personne, 'Scierie du Vercors')
    expect(await p.employeur(s)).toBeNull()
  })

  it('se dit et se retire ; redit à l’identique, il n’écrit rien au journal', async () => {
    const p = await preparer()
    const s = await p.session()
    await p.inscrire(s, agathe)
    const { id } = await p.lire(s)
    const dire = (nom?: string) =>
      p.dans((tx) => direEmployeur(tx, s, id, nom === undefined ? undefined : { nom }, le))
    for (const nom of ['Scierie du Vercors', 'Scierie du Vercors', 'scierie du vercors'])
      expect(await dire(nom)).toEqual({ ok: true, value: 'dit' })
    expect(await p.employeur(s)).toBe('Scierie du Vercors')
    await dire()
    expect(await p.employeur(s)).toBeNull()
    const { rows } = await p.dans((tx) =>
      sql<{ n: number }>`select count(*)::int as n from journal.geste where geste = 'dire-employeur'`.execute(
        tx,
      ),
    )
    expect(rows).toEqual([{ n: 2 }])
  })

  it('s’efface avec la fiche que plus rien ne retient, et reste si seules ses coordonnées partent', async () => {
    const p = await preparer()
    const s = await p.session()
    await p.inscrire(s, { ...agathe, employeur: { nom: 'Scierie du Vercors' } })
    const { personne } = await p.lire(s)
    for (const [complet, reste] of [
      [false, 'Scierie du Vercors'],
      [true, null],
    ] as const) {
      await p.tache((tx) =>
        sql`select porte.oublier_personne(array[${personne}::uuid], ${complet}, ${le})`.execute(tx),
      )
      expect(await p.employeur(s), `complet : ${complet}`).toBe(reste)
    }
  })
})
