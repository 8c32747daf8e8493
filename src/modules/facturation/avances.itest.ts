/** Une avance : ce qu’un client a versé et qui n’a payé aucune facture. On la rend, ou elle en paie une. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { centimes } from '#kernel/montant.ts'
import { newId } from '#platform/db/index.ts'
import { baseNeuve } from '../../../test/base/index.ts'
import { payerDAvance, rendreAvance } from './avances.ts'
import { lireAvances } from './db/avances.ts'
import { lignesDuCompte, soldeDesFiches } from './db/comptes.queries.ts'
import { lireFacture } from './db/factures.queries.ts'
import { ajouterImputation, ajouterReglement } from './db/reglements.ts'
import type { FactureId, ReglementId } from './domain/facture.ts'
import { lettrer } from './domain/lettrer.ts'
import { soldeDe } from './domain/reglements.ts'
import { emettreProjet } from './emettre.ts'
import { preparerDuDossier } from './preparer.ts'
import { sansPrises } from './prises.ts'
import { annulerReglement, recevoirReglement } from './regler.ts'
import { type Monde, unDossier } from './test/monde.ts'

const base = await baseNeuve()
const jour = (t: string) => t as DateCivile
const le = new Date('2026-11-25T09:00:00Z')
const aujourdhui = jour('2026-11-25')
const dans = <T>(m: Monde, work: Parameters<typeof base.enTantQue<T>>[2]) =>
  base.enTantQue(m.fil.organisme, { personne: m.fil.personne }, work)

const facturer = async (m: Monde, rang = 0): Promise<FactureId> => {
  const p = await dans(m, (tx) =>
    preparerDuDossier(
      tx,
      { id: newId<'ProjetFacture'>(), session: m.fil.session, dossier: m.dossier, rang, genre: 'facture' },
      le,
    ),
  )
  if (!p.ok) throw new Error(p.error.phrase)
  const services = { ...m.services.a('2026-11-25T09:00:00Z'), pdf: m.services.pdf }
  const e = await dans(m, (tx) =>
    emettreProjet(services, tx, { projet: p.value, version: 1, vise: false }, sansPrises),
  )
  if (!e.ok) throw new Error(e.error.map((x) => x.phrase).join(' '))
  return e.value.id
}

/** Une facture payée de `trop` centimes de plus qu’elle ne dit. */
const versee = async (trop: number) => {
  const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
  const facture = await facturer(m)
  const ttc = (await dans(m, (tx) => lireFacture(tx, facture)))?.ttc ?? centimes(0)
  const reglement = newId<'Reglement'>()
  const recu = await dans(m, (tx) =>
    recevoirReglement(
      tx,
      {
        id: reglement,
        facture,
        jour: jour('2026-11-20'),
        montant: centimes(ttc + trop),
        moyen: 'virement',
        reference: null,
        mouvement: null,
      },
      le,
      aujourdhui,
    ),
  )
  expect(recu).toMatchObject({ ok: true, value: { avance: trop } })
  const rendre = (montant: number, id = newId<'Reglement'>(), quand = aujourdhui) =>
    dans(m, (tx) =>
      rendreAvance(
        tx,
        { id, reglement, jour: quand, montant: centimes(montant), moyen: 'virement', reference: null },
        le,
        aujourdhui,
      ),
    )
  const compte = async () => lettrer(await dans(m, (tx) => lignesDuCompte(tx, 'entreprise', m.client)))
  const solde = () => dans(m, (tx) => soldeDesFiches(tx, [m.client], aujourdhui))
  const reste = async () =>
    (await dans(m, (tx) => lireAvances(tx, { entreprises: [m.client] })))[0]?.reste ?? 0
  const annuler = (id: ReglementId) => dans(m, (tx) => annulerReglement(tx, id, le, aujourdhui))
  return { m, facture, ttc, reglement, rendre, compte, solde, reste, annuler }
}

describe('rendre une avance', () => {
  it('rendue une fois, le compte est soldé, et la facture, son versement et ce qui en fut rendu se lettrent', async () => {
    const v = await versee(20_000)
    expect((await v.compte()).map((l) => l.lettre)).toEqual(['', ''])
    expect(await v.solde()).toMatchObject({ du: 0, credit: 20_000 })
    const id = newId<'Reglement'>()
    // Un double envoi ne rend qu’une fois.
    for (let fois = 0; fois < 2; fois += 1) expect(await v.rendre(20_000, id)).toEqual({ ok: true, value: 0 })
    const compte = await v.compte()
    expect(compte.map((l) => [l.quoi, l.montant, l.rend, l.lettre])).toEqual([
      ['reglement', -(v.ttc + 20_000), false, 'A'],
      ['facture', v.ttc, false, 'A'],
      ['reglement', 20_000, true, 'A'],
    ])
    expect(await v.solde()).toMatchObject({ du: 0, credit: 0 })
    // La facture, elle, n’a pas bougé : elle reste payée, ni plus ni moins.
    const f = await dans(v.m, (tx) => lireFacture(tx, v.facture))
    expect(f && soldeDe(f)).toBe(0)
  })
  it('en deux fois, jamais plus que l’avance, ni avant de l’avoir reçue, ni demain', async () => {
    const v = await versee(20_000)
    expect(await v.rendre(5_000)).toEqual({ ok: true, value: 15_000 })
    expect(await v.reste()).toBe(15_000)
    expect(await v.rendre(15_001)).toMatchObject({ error: { code: 'trop-rendu' } })
    expect(await v.rendre(0)).toMatchObject({ error: { code: 'montant-nul' } })
    expect(await v.rendre(100, newId<'Reglement'>(), jour('2026-11-19'))).toMatchObject({
      error: { code: 'avant-recu' },
    })
    expect(await v.rendre(100, newId<'Reglement'>(), jour('2026-11-26'))).toMatchObject({
      error: { code: 'a-venir' },
    })
    expect(await v.rendre(15_000)).toEqual({ ok: true, value: 0 })
    expect(await v.rendre(1)).toMatchObject({ error: { code: 'rien-a-rendre' } })
  })
  it('deux remboursements à la même seconde : un seul passe', async () => {
    const v = await versee(20_000)
    const deux = await Promise.all([v.rendre(20_000), v.rendre(20_000)])
    expect(deux.filter((r) => r.ok)).toHaveLength(1)
    expect(await v.solde()).toMatchObject({ credit: 0 })
  })
  it('saisi par erreur, il se défait : l’avance revient ; tant qu’il tient, le versement ne se défait pas', async () => {
    const v = await versee(20_000)
    const id = newId<'Reglement'>()
    await v.rendre(20_000, id)
    expect(await v.annuler(v.reglement)).toMatchObject({ error: { code: 'avance-rendue' } })
    expect((await v.annuler(id)).ok).toBe(true)
    expect(await v.reste()).toBe(20_000)
    expect(await v.solde()).toMatchObject({ credit: 20_000 })
    expect((await v.annuler(v.reglement)).ok).toBe(true)
    expect(await v.solde()).toMatchObject({ du: v.ttc, credit: 0 })
  })
  it('la base elle-même refuse de rendre, d’imputer ou de défaire au-delà', async () => {
    const v = await versee(20_000)
    await v.rendre(20_000)
    const ecrire = (champs: object) =>
      dans(v.m, (tx) =>
        ajouterReglement(tx, {
          id: newId<'Reglement'>(),
          activite: v.m.fil.activite,
          payeurEntreprise: v.m.client,
          payeurPersonne: null,
          payeur: 'Éditions',
          jour: aujourdhui,
          montant: centimes(-1),
          moyen: 'virement',
          reference: null,
          mouvement: null,
          annule: null,
          le,
          ...champs,
        }),
      )
    await expect(ecrire({ rend: v.reglement })).rejects.toThrow('ne paie pas plus')
    await expect(ecrire({ annule: v.reglement, montant: centimes(-(v.ttc + 20_000)) })).rejects.toThrow(
      'rendue',
    )
    await expect(
      dans(v.m, (tx) =>
        ajouterImputation(tx, {
          activite: v.m.fil.activite,
          reglement: v.reglement,
          facture: v.facture,
          montant: centimes(1),
          le,
        }),
      ),
    ).rejects.toThrow('ne paie pas plus')
  })
  it('d’une autre coopérative, ce versement n’existe pas', async () => {
    const [v, autre] = [await versee(20_000), await versee(100)]
    expect(
      await dans(autre.m, (tx) =>
        rendreAvance(
          tx,
          {
            id: newId<'Reglement'>(),
            reglement: v.reglement,
            jour: aujourdhui,
            montant: centimes(1),
            moyen: 'virement',
            reference: null,
          },
          le,
          aujourdhui,
        ),
      ),
    ).toMatchObject({ error: { code: 'introuvable' } })
  })
  it('quoi qu’on rende et défasse, le crédit du compte est l’avance qui reste, et le compte se lettre quand elle est nulle', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 12_000 }), { minLength: 1, maxLength: 4 }),
        async (parts) => {
          const v = await versee(20_000)
          let attendu = 20_000
          for (const [i, part] of parts.entries()) {
            const id = newId<'Reglement'>()
            const r = await v.rendre(part, id)
            expect(r.ok).toBe(part <= attendu)
            if (!r.ok) continue
            attendu -= part
            if (i % 3 === 2) {
              await v.annuler(id)
              attendu += part
            }
          }
          expect(await v.reste()).toBe(attendu)
          expect((await v.solde()).credit).toBe(attendu)
          expect((await v.compte()).every((l) => l.lettre === 'A')).toBe(attendu === 0)
        },
      ),
      { numRuns: 5 },
    )
  })
})

describe('payer d’une avance', () => {
  it('la facture suivante se paie de ce qui fut versé en trop ; ce qui reste de l’avance se rend encore', async () => {
    const v = await versee(20_000)
    expect(await dans(v.m, (tx) => payerDAvance(tx, v.facture, le))).toMatchObject({
      error: { code: 'soldee' },
    })
    // Le règlement de la facture défait, puis ressaisi ailleurs : elle redevient due, l’avance d’un second versement la paie.
    const suivante = await versee(0)
    expect(await dans(suivante.m, (tx) => payerDAvance(tx, suivante.facture, le))).toMatchObject({
      error: { code: 'sans-avance' },
    })
    const libre = newId<'Reglement'>()
    await v.annuler(v.reglement)
    await dans(v.m, (tx) =>
      ajouterReglement(tx, {
        id: libre,
        activite: v.m.fil.activite,
        payeurEntreprise: v.m.client,
        payeurPersonne: null,
        payeur: 'Éditions',
        jour: aujourdhui,
        montant: centimes(v.ttc + 500),
        moyen: 'virement',
        reference: null,
        mouvement: null,
        annule: null,
        le,
      }),
    )
    expect(await dans(v.m, (tx) => payerDAvance(tx, v.facture, le))).toEqual({ ok: true, value: 0 })
    expect(await v.reste()).toBe(500)
    expect(await v.solde()).toMatchObject({ du: 0, credit: 500 })
  })
})
