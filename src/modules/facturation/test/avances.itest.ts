// Long parce qu’une avance s’y suit d’un trait : rendue, défaite, employée, réunie, sans fiche, et ce que la base en refuse.
/** Une avance : ce qu’un client a versé et qui n’a payé aucune facture. On la rend, ou elle en paie une. */
import fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { centimes } from '#kernel/montant.ts'
import { newId } from '#platform/db/index.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { lireAvances } from '../db/avances.ts'
import { lignesDuCompte, listerComptes, soldeDesFiches } from '../db/comptes.queries.ts'
import { lireFacture } from '../db/factures.queries.ts'
import { ajouterImputation, ajouterReglement } from '../db/reglements.ecritures.ts'
import type { FactureId, ReglementId } from '../domain/facture.ts'
import { lettrer } from '../domain/lettrer.ts'
import { soldeDe } from '../domain/reglements.ts'
import { payerDAvance, rendreAvance } from '../gestes/avances.ts'
import { emettreProjet } from '../gestes/emettre.ts'
import { enregistrerFacture } from '../gestes/enregistrer.ts'
import { preparerDuDossier } from '../gestes/preparer.ts'
import { annulerReglement, recevoirReglement } from '../gestes/regler.ts'
import { lireCompte } from '../lecture/lire-compte.ts'
import { sansPrises } from '../prises.ts'
import { type DossierDEssai, unDossier } from './dossier-d-essai.ts'

const base = await baseNeuve()
const jour = (t: string) => t as DateCivile
const le = new Date('2026-11-25T09:00:00Z')
const aujourdhui = jour('2026-11-25')
const dans = <T>(m: DossierDEssai, work: Parameters<typeof base.enTantQue<T>>[2]) =>
  base.enTantQue(m.fil.organisme, { personne: m.fil.personne }, work)

const facturer = async (m: DossierDEssai, rang = 0): Promise<FactureId> => {
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
        surplusVoulu: true,
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
  it('un identifiant déjà pris par autre chose est un refus, pas un remboursement que personne n’a fait', async () => {
    const v = await versee(20_000)
    expect(await v.rendre(100, v.reglement)).toMatchObject({ error: { code: 'deja-ecrit' } })
    const autre = newId<'Reglement'>()
    await v.rendre(100, autre)
    await v.annuler(autre)
    const contraire = await dans(v.m, async (tx) =>
      (
        await sql<{
          id: ReglementId
        }>`select id from facturation.reglement where annule_id = ${autre}::uuid`.execute(tx)
      ).rows.map((r) => r.id),
    )
    expect(await v.rendre(100, contraire[0])).toMatchObject({ error: { code: 'deja-ecrit' } })
    expect(await v.reste()).toBe(20_000)
  })
  it('ce qui se défait se lit au journal sous ce qu’il défait, avec son payeur', async () => {
    const v = await versee(20_000)
    const id = newId<'Reglement'>()
    await v.rendre(5_000, id)
    await v.annuler(id)
    await v.annuler(v.reglement)
    const gestes = await dans(v.m, async (tx) =>
      (
        await sql<{
          objet: string
          id: string
          phrase: string
        }>`select objet_genre as objet, objet_id as id, phrase
          from journal.geste where geste = 'annuler-reglement' order by phrase`.execute(tx)
      ).rows.map((g) => ({ ...g, phrase: g.phrase.replace(/[\u00a0\u202f]/g, ' ') })),
    )
    expect(gestes).toEqual([
      {
        objet: 'reglement',
        id: v.reglement,
        phrase: 'Les 50,00 € d’avance rendus à Clinique sont annulés : l’avance revient.',
      },
      { objet: 'facture', id: v.facture, phrase: expect.stringContaining('de Clinique, est annulé.') },
    ])
  })
  it('la base refuse de rendre à un autre que qui a versé, et de payer une facture avec ce qui fut rendu', async () => {
    const v = await versee(20_000)
    const ecrire = (champs: object) =>
      dans(v.m, (tx) =>
        ajouterReglement(tx, {
          id: newId<'Reglement'>(),
          activite: v.m.fil.activite,
          payeurEntreprise: null,
          payeurPersonne: null,
          payeur: 'Clinique',
          jour: aujourdhui,
          montant: centimes(-1),
          moyen: 'virement',
          reference: null,
          mouvement: null,
          annule: null,
          rend: v.reglement,
          le,
          ...champs,
        }),
      )
    await expect(ecrire({})).rejects.toThrow('à qui l’a versée')
    const id = newId<'Reglement'>()
    expect(await ecrire({ id, payeurEntreprise: v.m.client })).toBe(true)
    await expect(
      dans(v.m, (tx) =>
        ajouterImputation(tx, {
          activite: v.m.fil.activite,
          reglement: id,
          facture: v.facture,
          montant: centimes(-1),
          le,
        }),
      ),
    ).rejects.toThrow('ne paie aucune facture')
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
  it('versée sous une fiche réunie depuis, elle paie la facture de la fiche gardée', async () => {
    const v = await versee(0)
    await v.annuler(v.reglement)
    const ancienne = newId<'Entreprise'>()
    await base.maintenance(async (tx) => {
      const { organisme, activite } = v.m.fil
      await sql`insert into tiers.entreprise (organisme_id, id, activite_id, nom, pli, cree_le)
        values (${organisme}, ${ancienne}, ${activite}, 'Clinique du Port', 'clinique du port', now())`.execute(
        tx,
      )
      await sql`insert into tiers.fusion_entreprise (organisme_id, id, activite_id, garde_id, absorbe_id, le)
        values (${organisme}, ${newId()}, ${activite}, ${v.m.client}, ${ancienne}, now())`.execute(tx)
    })
    await dans(v.m, (tx) =>
      ajouterReglement(tx, {
        id: newId<'Reglement'>(),
        activite: v.m.fil.activite,
        payeurEntreprise: ancienne,
        payeurPersonne: null,
        payeur: 'Clinique du Port',
        jour: aujourdhui,
        montant: centimes(v.ttc),
        moyen: 'virement',
        reference: null,
        mouvement: null,
        annule: null,
        le,
      }),
    )
    expect(await dans(v.m, (tx) => payerDAvance(tx, v.facture, le))).toEqual({ ok: true, value: 0 })
    expect(await dans(v.m, (tx) => lireAvances(tx, { entreprises: [ancienne] }))).toEqual([])
  })
})

describe('un payeur sans fiche', () => {
  it('a son compte, d’où son avance se rend ; elle ne paie pas d’elle-même la facture d’un homonyme', async () => {
    const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
    const enregistree = await dans(m, (tx) =>
      enregistrerFacture(
        tx,
        'ancien',
        {
          numero: 'A-1',
          genre: 'facture',
          emiseLe: jour('2026-11-02'),
          echeance: null,
          client: 'Ève Maréchal',
          siren: null,
          ht: centimes(50_000),
          tva: centimes(0),
          source: null,
          nature: 'hors-formation',
          libelle: 'Conseil',
          session: null,
          periode: null,
          corrige: null,
        },
        le,
      ),
    )
    if (!enregistree.ok) throw new Error(enregistree.error.phrase)
    const facture = enregistree.value.id
    const reglement = newId<'Reglement'>()
    const recu = { id: reglement, facture, jour: jour('2026-11-20'), montant: centimes(56_000) } as const
    await dans(m, (tx) =>
      recevoirReglement(
        tx,
        { ...recu, moyen: 'cheque', reference: null, mouvement: null, surplusVoulu: true },
        le,
        aujourdhui,
      ),
    )
    const compte = () => dans(m, (tx) => lireCompte(tx, 'nom', 'Eve MARECHAL', aujourdhui))
    expect(await compte()).toMatchObject({
      nom: 'Ève Maréchal',
      age: { solde: -6_000 },
      avances: [{ reglement, reste: 6_000 }],
      liens: undefined,
    })
    expect(await dans(m, (tx) => payerDAvance(tx, facture, le))).toMatchObject({
      error: { code: 'sans-avance' },
    })
    const rendu = await dans(m, (tx) =>
      rendreAvance(
        tx,
        {
          id: newId<'Reglement'>(),
          reglement,
          jour: aujourdhui,
          montant: centimes(6_000),
          moyen: 'cheque',
          reference: null,
        },
        le,
        aujourdhui,
      ),
    )
    expect(rendu).toEqual({ ok: true, value: 0 })
    const solde = await compte()
    expect(solde).toMatchObject({ age: { solde: 0 }, avances: [] })
    expect(solde?.lignes.map((l) => [l.quoi, l.rend, l.lettre])).toEqual([
      ['facture', false, 'A'],
      ['reglement', false, 'A'],
      ['reglement', true, 'A'],
    ])
    // Un seul compte : ce qui fut rendu n’en ouvre pas un autre, sans nom.
    expect((await dans(m, (tx) => listerComptes(tx))).filter((c) => c.genre === 'nom')).toMatchObject([
      { cle: 'eve marechal', facture: 50_000, regle: 50_000 },
    ])
    expect(await dans(m, (tx) => lireCompte(tx, 'nom', 'Personne', aujourdhui))).toBeUndefined()
    // Chaque compte se lit seul, et dit ce que la liste entière en dit.
    await facturer(m)
    const tous = await dans(m, (tx) => listerComptes(tx))
    expect(tous.length).toBeGreaterThan(1)
    for (const { genre, cle, ...dit } of tous) {
      const seul = await dans(m, (tx) =>
        listerComptes(tx, { genre, cle, fiches: genre === 'nom' ? [] : [cle] }),
      )
      expect(seul, dit.nom).toEqual([{ genre, cle, ...dit }])
      const lu = await dans(m, (tx) => lireCompte(tx, genre, cle, aujourdhui))
      expect(lu?.age.solde, dit.nom).toBe(dit.facture - dit.regle)
    }
  })
})
