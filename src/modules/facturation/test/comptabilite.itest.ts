/** Du dossier aux écritures : ce qui s’émet, se règle et se charge se passe une fois, s’arrête, et se relit. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { centimes, somme } from '#kernel/montant.ts'
import type { Zone } from '#kernel/zones.ts'
import { newId } from '#platform/db/index.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { sansInsecables } from '../../../../test/monde/naviguer.ts'
import { fecExporterCommande } from '../commandes/fec.ts'
import { ecrituresPassees, lireFaits, lirePlan } from '../db/comptabilite.queries.ts'
import { lireFacture } from '../db/factures.queries.ts'
import { habitudesDePaiement } from '../db/reglements.ts'
import { nomDe } from '../domain/comptabilite/arreter.ts'
import { planPropose } from '../domain/comptabilite/plan.ts'
import type { FactureId, ProjetId } from '../domain/facture.ts'
import { verifierFec } from '../domain/fec/verifier.ts'
import { preparerAvoir } from '../gestes/avoir.ts'
import { arreterEcritures, choisirComptes } from '../gestes/comptabilite.ts'
import { emettreProjet } from '../gestes/emettre.ts'
import { preparerDuDossier } from '../gestes/preparer.ts'
import { annulerReglement, recevoirReglement } from '../gestes/regler.ts'
import { ecrituresAPasser } from '../lecture/comptabilite.ts'
import { sansPrises } from '../prises.ts'
import { type DossierDEssai, unAcompte, unDossier } from './dossier-d-essai.ts'

const base = await baseNeuve()
const dossier = mkdtempSync(join(tmpdir(), 'fec-'))
afterAll(() => rmSync(dossier, { recursive: true }))
const jour = (t: string) => t as DateCivile
const le = new Date('2026-11-25T09:00:00Z')
const dans = <T>(m: DossierDEssai, work: Parameters<typeof base.enTantQue<T>>[2]) =>
  base.enTantQue(m.fil.organisme, { personne: m.fil.personne }, work)
const services = (m: DossierDEssai) => ({ ...m.services.a('2026-11-25T09:00:00Z'), pdf: m.services.pdf })
const emise = async (m: DossierDEssai, projet: ProjetId): Promise<FactureId> => {
  const e = await dans(m, (tx) =>
    emettreProjet(services(m), tx, { projet, version: 1, vise: false }, sansPrises),
  )
  if (!e.ok) throw new Error(e.error.map((x) => x.phrase).join(' '))
  return e.value.id
}
const arreter = (m: DossierDEssai, au: string) =>
  dans(m, (tx) => arreterEcritures(tx, jour(au), jour('2026-11-25'), le))
const reste = (m: DossierDEssai) => dans(m, (tx) => ecrituresAPasser(tx, jour('2026-11-25')))

/** Un acompte, la facture qui le déduit, un avoir partiel, un versement et une charge. */
const unMonde = async () => {
  const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
  await emise(m, await unAcompte(base, m))
  const p = await dans(m, (tx) =>
    preparerDuDossier(
      tx,
      { id: newId<'ProjetFacture'>(), session: m.fil.session, dossier: m.dossier, rang: 0, genre: 'facture' },
      le,
    ),
  )
  if (!p.ok) throw new Error(p.error.phrase)
  const facture = await emise(m, p.value)
  const avoir = newId<'ProjetFacture'>()
  await dans(m, (tx) =>
    preparerAvoir(
      tx,
      {
        id: avoir,
        facture,
        motif: 'Remise convenue',
        rendre: new Map([[0, centimes(10_000)]]),
        heures: 'gardees',
      },
      le,
    ),
  )
  await emise(m, avoir)
  const verse = await dans(m, (tx) =>
    recevoirReglement(
      tx,
      {
        id: newId<'Reglement'>(),
        facture,
        jour: jour('2026-11-25'),
        montant: centimes(40_000),
        moyen: 'virement',
        reference: 'VIR|12\tX',
        mouvement: null,
        surplusVoulu: true,
      },
      le,
      jour('2026-11-25'),
    ),
  )
  if (!verse.ok) throw new Error(verse.error.phrase)
  const charge = newId()
  await base.maintenance((tx) =>
    sql`insert into facturation.charge (organisme_id, id, activite_id, jour, compte, libelle, fournisseur, montant_ht_centimes,
        session_id, enregistree_le)
      values (${m.fil.organisme}, ${charge}, ${m.fil.activite}, '2026-11-24', '604', 'Formatrice', 'Numerik Commun', 62000,
        ${m.fil.session}, now())`.execute(tx),
  )
  return { m, facture, charge }
}
const soldes = (lues: Awaited<ReturnType<typeof reste>>['dues']) => {
  const comptes = new Map<string, number>()
  for (const l of lues.flatMap((e) => e.lignes))
    comptes.set(l.compte.numero, (comptes.get(l.compte.numero) ?? 0) + l.debit - l.credit)
  return Object.fromEntries([...comptes].toSorted())
}

describe('les écritures', () => {
  it('font, compte par compte, ce que disent les factures, les versements et les charges', async () => {
    const { m, facture } = await unMonde()
    const { dues } = await reste(m)
    expect(soldes(dues)).toEqual({
      '401000': -62_000,
      '411000': 50_000,
      '419100': 0,
      '512000': 40_000,
      '604': 62_000,
      '706000': -100_000,
      '709600': 10_000,
    })
    const f = await dans(m, (tx) => lireFacture(tx, facture))
    expect(dues.find((e) => e.de === facture)).toMatchObject({
      piece: f?.numero,
      session: m.fil.session,
      journal: 'ventes',
    })
  })

  it('ne se passent qu’une fois ; un mois arrêté le reste, ce qui arrive après prend le premier jour ouvert', async () => {
    const { m, charge } = await unMonde()
    const cinq = await Promise.all(Array.from({ length: 5 }, () => arreter(m, '2026-11-24')))
    expect(cinq.filter((r) => r.ok)).toHaveLength(1)
    expect(cinq.flatMap((r) => (r.ok ? [] : [r.error.code]))).toEqual(Array(4).fill('deja-arrete'))
    // La charge seule est du 24 ; retirée depuis, elle se défait le 25.
    await base.maintenance((tx) =>
      sql`update facturation.charge set retiree_le = '2026-11-24T10:00:00Z', retrait_motif = 'Deux fois' where id = ${charge}`.execute(
        tx,
      ),
    )
    expect(await arreter(m, '2026-11-25')).toMatchObject({ ok: true, value: { ecritures: 5 } })
    const passees = await dans(m, (tx) => ecrituresPassees(tx))
    expect(passees.map((e) => e.numero)).toEqual([1, 2, 3, 4, 5, 6])
    expect(new Set(passees.map(nomDe)).size).toBe(6)
    expect(passees.filter((e) => e.de === charge).map((e) => [e.origine, e.jour])).toEqual([
      ['charge', '2026-11-24'],
      ['retrait', '2026-11-25'],
    ])
    expect(passees[0]?.analytique).toMatchObject({ session: expect.stringMatching(/^S-/) })
    expect((await reste(m)).dues).toEqual([])
    expect(await arreter(m, '2026-11-26')).toMatchObject({ ok: false, error: { code: 'jour-a-venir' } })
    for (const geste of [
      sql`update facturation.ecriture_passee set libelle = 'autre'`,
      sql`delete from facturation.cloture`,
    ])
      await expect(dans(m, (tx) => geste.execute(tx))).rejects.toMatchObject({ code: '42501' })
  })

  it('reclassées depuis, elles se disent sans se récrire ; un compte choisi ne vaut que pour la suite', async () => {
    const { m, facture } = await unMonde()
    await arreter(m, '2026-11-25')
    await dans(m, (tx) =>
      sql`insert into facturation.affectation (activite_id, facture_id, rang, source, le)
        values (${m.fil.activite}, ${facture}, 1, 'entreprise', now())`.execute(tx),
    )
    const faux = { ...planPropose, formation: { numero: '70', libelle: 'Formation' } }
    expect(await dans(m, (tx) => choisirComptes(tx, faux, le))).toMatchObject({ ok: false })
    const voulu = { ...planPropose, banque: { numero: '512100', libelle: 'Crédit coopératif' } }
    expect(await dans(m, (tx) => choisirComptes(tx, voulu, le))).toEqual({ ok: true, value: 1 })
    expect((await dans(m, (tx) => lirePlan(tx))).banque).toEqual(voulu.banque)
    const { changements } = await reste(m)
    expect(changements.map((x) => x.phrase)).toEqual([
      'elle est rattachée à une autre session, ou à une autre enseigne',
      'ses comptes se diraient autrement',
    ])
  })
})

describe('une fin d’exercice', () => {
  it('attend la facture émise après elle, pour les jours d’avant : à établir, puis reprise', async () => {
    const { m, facture } = await unMonde()
    await base.maintenance((tx) =>
      sql`update facturation.facture set periode_du = '2026-11-15', periode_au = '2026-11-24' where id = ${facture}`.execute(
        tx,
      ),
    )
    // L’exercice finit le 19 novembre : cinq jours sur dix, et la facture est du 25.
    await base.maintenance((tx) =>
      sql`update organisme.organisme set cloture_mois = 11, cloture_jour = 19 where organisme_id = ${m.fil.organisme}`.execute(
        tx,
      ),
    )
    const auDixNeuf = await dans(m, (tx) => ecrituresAPasser(tx, jour('2026-11-19')))
    expect(soldes(auDixNeuf.dues)).toEqual({ '418100': 50_000, '706000': -50_000 })
    expect(await arreter(m, '2026-11-19')).toMatchObject({ ok: true, value: { ecritures: 1 } })
    expect(soldes((await reste(m)).dues)).toMatchObject({ '418100': -50_000, '706000': -50_000 })
  })

  it('ne reprend ni ne compte la charge qu’un autre outil a servie, et date un retrait à la pendule de la coopérative', async () => {
    const { m, charge } = await unMonde()
    await base.maintenance(async (tx) => {
      await sql`insert into facturation.charge (organisme_id, id, activite_id, jour, compte, libelle, montant_ht_centimes, outil, numero,
          enregistree_le)
        values (${m.fil.organisme}, ${newId()}, ${m.fil.activite}, '2026-11-24', '6132', 'Loyer', 50000, 'compta', 'L-1', now())`.execute(
        tx,
      )
      await sql`update organisme.organisme set zone = 'Indian/Reunion' where organisme_id = ${m.fil.organisme}`.execute(
        tx,
      )
    })
    expect(soldes((await reste(m)).dues)).not.toHaveProperty('613200')
    await arreter(m, '2026-11-24')
    // Il est encore le 24 à Paris, déjà le 25 à La Réunion.
    await base.maintenance((tx) =>
      sql`update facturation.charge set retiree_le = '2026-11-24T21:00:00Z', retrait_motif = 'Deux fois' where id = ${charge}`.execute(
        tx,
      ),
    )
    const lus = await dans(m, (tx) => lireFaits(tx, jour('2026-11-25'), 'Indian/Reunion' as Zone))
    expect(lus.charges.map((c) => c.retireeLe)).toEqual(['2026-11-25'])
  })
})

describe('l’habitude d’un payeur', () => {
  it('compte ce qu’un avoir diminue, et non le versement annulé', async () => {
    const { m, facture } = await unMonde()
    const habitude = () =>
      dans(m, async (tx) =>
        (await habitudesDePaiement(tx)).get((await lireFacture(tx, facture))?.payeurEntreprise ?? ''),
      )
    // Due 700 €, un avoir de 100 €, 400 € versés : il reste 200 €.
    expect(await habitude()).toBeUndefined()
    const verser = async (j: string, montant: number) => {
      const id = newId<'Reglement'>()
      const r = await dans(m, (tx) =>
        recevoirReglement(
          tx,
          {
            id,
            facture,
            jour: jour(j),
            montant: centimes(montant),
            moyen: 'virement',
            reference: null,
            mouvement: null,
            surplusVoulu: true,
          },
          le,
          jour('2027-02-25'),
        ),
      )
      if (!r.ok) throw new Error(r.error.phrase)
      return id
    }
    const saisiParErreur = await verser('2027-02-20', 20_000)
    await dans(m, (tx) => annulerReglement(tx, saisiParErreur, le, jour('2027-02-25')))
    await verser('2026-12-30', 20_000)
    // À régler le 25 décembre : cinq jours après.
    expect(await habitude()).toBe(5)
  })
})

it('fec exporter : l’extrait de l’exercice n’a aucune anomalie, arrêté ou non, et redemandé il dit la même chose', async () => {
  const { m } = await unMonde()
  const dits: string[] = []
  const exporter = (vers: string, exercice = '2026-01-01..2026-12-31') =>
    fecExporterCommande.run(['--organisme', m.fil.code, '--exercice', exercice, '--vers', vers], {
      services: {
        ...services(m),
        db: { ...m.services.db, withoutTenant: (w) => base.worker.withoutTenant(w) },
      },
      dossier,
      stdout: (t) => void dits.push(t),
      stderr: (t) => void dits.push(t),
    })
  const lire = (nom: string) => readFileSync(join(dossier, nom))
  expect(await exporter('a.txt')).toBe(0)
  expect(sansInsecables(dits.join(''))).toContain('5 écritures ne sont pas arrêtées')
  await arreter(m, '2026-11-25')
  expect(await exporter('b.txt')).toBe(0)
  expect(lire('b.txt').equals(lire('a.txt'))).toBe(true)
  const lu = verifierFec(lire('a.txt'), '999120470FEC20261231.txt')
  expect([lu?.anomalies, lu?.ecritures]).toEqual([[], 5])
  const passees = await dans(m, (tx) => ecrituresPassees(tx))
  expect(lu?.debit).toBe(somme(passees.flatMap((e) => e.lignes.map((l) => l.debit))))
  expect(await exporter('c.txt', '2026-12-31..2026-01-01')).toBe(2)
})
