import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { newId } from '#platform/db/index.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { poserOrganisme } from '../../comptes/test/organismes.ts'
import { poserOffre, poserSession, type SessionVoulue } from '../../sessions/test/poser.ts'
import { lireInscription, listerInscrits } from '../db/inscriptions.queries.ts'
import { cloreInscription } from '../gestes/clore.ts'
import { type Apprenant, inscrire } from '../gestes/inscrire.ts'

const base = await baseNeuve()
const le = new Date('2026-11-24T10:40:00Z')

const preparer = async (nom: string, traits: Partial<SessionVoulue> = {}) =>
  base.maintenance(async (tx) => {
    const o = await poserOrganisme(tx, nom)
    const offre = await poserOffre(tx, o)
    return { ...o, offre, ...(await poserSession(tx, { ...o, offre, ...traits })) }
  })
type Prepare = Awaited<ReturnType<typeof preparer>>

const agathe: Apprenant = {
  prenom: 'Agathe',
  nom: 'Pons',
  courriel: 'agathe@exemple.example',
  employeur: { nom: 'Clinique des Tilleuls' },
}
const faire = (p: Prepare, apprenants: readonly Apprenant[], jeton: string = newId()) =>
  base.enTantQue(p.organisme, {}, (tx) => inscrire(tx, p.session, jeton, apprenants, le))
const liste = (p: Prepare) => base.enTantQue(p.organisme, {}, (tx) => listerInscrits(tx, p.session))
const compte = async (p: Prepare, table: 'tiers.personne' | 'tiers.entreprise' | 'journal.geste') =>
  base.maintenance(
    async (tx) =>
      (
        await sql<{
          n: number
        }>`select count(*)::int n from ${sql.table(table)} where organisme_id = ${p.organisme}`.execute(tx)
      ).rows[0]?.n,
  )

describe('inscrire', () => {
  it('huit envois simultanés pour trois places : trois inscrits, cinq refus', async () => {
    const p = await preparer('Trois places', { capacite: 3 })
    const faits = await Promise.all(
      Array.from({ length: 8 }, (_, i) => faire(p, [{ prenom: 'Nuno', nom: `Ferreira ${i}` }])),
    )
    expect(faits.filter((f) => f.ok)).toHaveLength(3)
    for (const f of faits) if (!f.ok) expect(f.error.map((e) => e.code)).toEqual(['complet'])
    expect(await liste(p)).toHaveLength(3)
    expect(await compte(p, 'tiers.personne')).toBe(3)
  })
  it('le même formulaire, envoyé trois fois à la fois, n’inscrit qu’une fois', async () => {
    const p = await preparer('Trois envois')
    const jeton = newId()
    const deux = [agathe, { prenom: 'Ousmane', nom: 'Sarr', employeur: { nom: 'clinique des tilleuls' } }]
    const faits = await Promise.all(Array.from({ length: 3 }, () => faire(p, deux, jeton)))
    expect(faits.map((f) => f.ok)).toEqual([true, true, true])
    expect((await liste(p)).map((i) => [i.nom, i.employeur])).toEqual([
      ['Pons', 'Clinique des Tilleuls'],
      ['Sarr', 'Clinique des Tilleuls'],
    ])
    expect(await compte(p, 'tiers.entreprise')).toBe(1)
  })
  it('une liste trop longue n’inscrit personne', async () => {
    const p = await preparer('Trop longue', { capacite: 1 })
    expect(await faire(p, [agathe, { prenom: 'Ousmane', nom: 'Sarr' }])).toMatchObject({
      error: [{ code: 'complet' }],
    })
    expect(await liste(p)).toEqual([])
    expect(await compte(p, 'tiers.personne')).toBe(0)
  })
  it('douze personnes qui reviennent, au même courriel et chez le même employeur, sont reconnues sans être demandées', async () => {
    const p = await preparer('Douze reviennent')
    const douze = Array.from({ length: 12 }, (_, i) => ({
      ...agathe,
      prenom: `Agathe ${i}`,
      courriel: `agathe${i}@exemple.example`,
    }))
    await faire(p, douze)
    const autre = await base.maintenance((tx) =>
      poserSession(tx, { organisme: p.organisme, activite: p.activite, offre: p.offre }),
    )
    expect(await faire({ ...p, ...autre }, douze)).toMatchObject({ ok: true, value: { inscrits: 12 } })
    expect(await compte(p, 'tiers.personne')).toBe(12)
  })
  it('une personne connue est proposée, jamais confondue ni dédoublée en silence', async () => {
    const p = await preparer('Homonymes')
    await faire(p, [agathe])
    const [connue] = await liste(p)
    const autre = await base.maintenance((tx) =>
      poserSession(tx, { organisme: p.organisme, activite: p.activite, offre: p.offre }),
    )
    const ici = { ...p, ...autre }
    const sansAccent = { prenom: 'AGATHE', nom: 'pons', courriel: 'agathe@exemple.example' }
    expect(await faire(ici, [sansAccent])).toMatchObject({
      error: [{ code: 'a-departager', rang: 0, candidats: [{ id: connue?.personne }] }],
    })
    expect(await faire(ici, [{ ...sansAccent, choix: newId<'Tiers'>() }])).toMatchObject({
      error: [{ code: 'a-departager' }],
    })
    expect(await faire(ici, [{ ...sansAccent, choix: connue?.personne }])).toMatchObject({ ok: true })
    expect(await compte(p, 'tiers.personne')).toBe(1)
    expect(await faire(ici, [{ ...sansAccent, choix: connue?.personne }])).toMatchObject({
      error: [{ code: 'deja-inscrit', rang: 0 }],
    })
    expect(await faire(ici, [{ ...sansAccent, choix: 'autre' }])).toMatchObject({ ok: true })
    expect(await compte(p, 'tiers.personne')).toBe(2)
    // Le même nom, la même adresse, le même employeur : c’est elle, et la question ne se pose pas.
    const encore = await base.maintenance((tx) =>
      poserSession(tx, { organisme: p.organisme, activite: p.activite, offre: p.offre }),
    )
    expect(
      await faire({ ...p, ...encore }, [{ ...sansAccent, employeur: { nom: 'CLINIQUE DES TILLEULS' } }]),
    ).toMatchObject({ ok: true })
    expect((await liste({ ...p, ...encore }))[0]?.personne).toBe(connue?.personne)
    expect(await compte(p, 'tiers.personne')).toBe(2)
    // Une autre adresse : une autre personne, sans question.
    expect(await faire(ici, [{ ...sansAccent, courriel: 'pons@ailleurs.example' }])).toMatchObject({
      ok: true,
    })
  })
  it('une liste qui nomme deux fois la même personne se refuse, une session fermée aussi', async () => {
    const p = await preparer('Deux fois')
    expect(await faire(p, [agathe, agathe])).toMatchObject({ error: [{ code: 'en-double', rang: 1 }] })
    for (const etat of ['brouillon', 'annulee', 'terminee'] as const) {
      const q = await preparer(`Fermée ${etat}`, { etat })
      expect(await faire(q, [agathe])).toMatchObject({
        error: [{ code: etat === 'brouillon' ? 'pas-ouverte' : 'session-fermee' }],
      })
    }
  })
  it('l’enseigne d’à côté et la maison d’à côté ne voient ni la session ni les inscrits', async () => {
    const p = await preparer('Murée')
    const b = await preparer('À côté')
    await faire(p, [agathe])
    const [i] = await liste(p)
    expect(await faire({ ...p, organisme: b.organisme }, [agathe])).toMatchObject({
      error: [{ code: 'introuvable' }],
    })
    const vu = await base.enTantQue(p.organisme, { portee: [newId<'Activite'>()] }, (tx) =>
      listerInscrits(tx, p.session),
    )
    expect(vu).toEqual([])
    // Une inscription ne se lit pas par l’adresse d’une autre session.
    const id = i?.id ?? newId<'Inscription'>()
    expect(await base.enTantQue(p.organisme, {}, (tx) => lireInscription(tx, b.session, id))).toBeUndefined()
  })
})

describe('clore une inscription', () => {
  const clore = (
    p: Prepare,
    id: Parameters<typeof cloreInscription>[1]['id'],
    presences: number,
    motif: string,
  ) =>
    base.enTantQue(p.organisme, {}, (tx) =>
      cloreInscription(tx, { session: p.session, id, presences, motif }, le),
    )
  it('annule qui n’est jamais venu, libère la place, et permet de se réinscrire', async () => {
    const p = await preparer('Annulations', { capacite: 1 })
    await faire(p, [agathe])
    const [i] = await liste(p)
    const id = i?.id ?? newId<'Inscription'>()
    expect(await clore(p, id, 0, ' ')).toMatchObject({ error: { code: 'motif-exige' } })
    for (const change of [true, false])
      expect(await clore(p, id, 0, 'désistement')).toMatchObject({ value: { vers: 'annule', change } })
    expect(await faire(p, [{ ...agathe, choix: i?.personne }])).toMatchObject({ ok: true })
    expect((await liste(p)).map((x) => [x.etat, x.motif])).toEqual([
      ['inscrit', null],
      ['annule', 'désistement'],
    ])
  })
  it('note l’abandon de qui est venu ; une fin ne se change pas', async () => {
    const p = await preparer('Abandons')
    await faire(p, [agathe])
    const [i] = await liste(p)
    const id = i?.id ?? newId<'Inscription'>()
    expect(await clore(p, id, 2, 'nouvel emploi')).toMatchObject({ value: { vers: 'abandon' } })
    expect(await clore(p, id, 0, 'erreur')).toMatchObject({ error: { code: 'transition-impossible' } })
  })
})
