import { sql } from 'kysely'
import { expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { centimes, type Montant } from '#kernel/montant.ts'
import { newId } from '#platform/db/index.ts'
import { createPdfRenderer } from '#platform/pdf/create-pdf-renderer.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { lireTexte, serre } from '../../../../test/documents/texte.ts'
import { facturesAVerifier } from '../db/enregistrer.ts'
import { lireFacture, nomsDesInscrits } from '../db/factures.queries.ts'
import { lireProjet } from '../db/projets.ts'
import type { SortDesHeures } from '../domain/avoir.ts'
import type { FactureId, ProjetId } from '../domain/facture.ts'
import { preparerAvoir } from '../gestes/avoir.ts'
import { emettreProjet, epreuveDuProjet } from '../gestes/emettre.ts'
import { importer } from '../gestes/importer-factures.ts'
import { preparerDuDossier } from '../gestes/preparer.ts'
import { recevoirReglement } from '../gestes/regler.ts'
import { heuresFactureesDe, heuresParInscription } from '../index.ts'
import { sansPrises } from '../prises.ts'
import { type DossierDEssai, lues, unDossier } from './dossier-d-essai.ts'

const base = await baseNeuve()
const jour = (t: string) => t as DateCivile
const le = new Date('2026-11-25T09:00:00Z')
const aujourdhui = jour('2026-11-25')
const dans = <T>(m: DossierDEssai, work: Parameters<typeof base.enTantQue<T>>[2]) =>
  base.enTantQue(m.fil.organisme, { personne: m.fil.personne }, work)
const unMonde = () => unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
const services = (m: DossierDEssai) => ({ ...m.services.a('2026-11-25T09:00:00Z'), pdf: m.services.pdf })
const emettre = async (m: DossierDEssai, projet: ProjetId) => {
  const e = await dans(m, (tx) =>
    emettreProjet(services(m), tx, { projet, version: 1, vise: false }, sansPrises),
  )
  if (!e.ok) throw new Error(e.error.map((x) => x.phrase).join(' '))
  return e.value.id
}
const preparer = (m: DossierDEssai) =>
  dans(m, (tx) =>
    preparerDuDossier(
      tx,
      { id: newId<'ProjetFacture'>(), session: m.fil.session, dossier: m.dossier, rang: 0, genre: 'facture' },
      le,
    ),
  )
const facturer = async (m: DossierDEssai): Promise<FactureId> => {
  const p = await preparer(m)
  if (!p.ok) throw new Error(p.error.phrase)
  return emettre(m, p.value)
}
const heures = (m: DossierDEssai) =>
  dans(m, async (tx) => [...heuresParInscription(await heuresFactureesDe(tx, m.fil.session)).values()])
const rendre = async (m: DossierDEssai, facture: FactureId, montant: number, sort: SortDesHeures) => {
  const r = await dans(m, (tx) =>
    preparerAvoir(
      tx,
      {
        id: newId<'ProjetFacture'>(),
        facture,
        motif: 'Salle indisponible, geste convenu.',
        rendre: new Map<number, Montant>([[0, centimes(montant)]]),
        heures: sort,
      },
      le,
    ),
  )
  if (!r.ok) throw new Error(r.error.phrase)
  return r.value
}
const recues = (m: DossierDEssai, texte: string) =>
  dans(m, (tx) =>
    importer(
      tx,
      { genre: 'factures', outil: 'louty', lignes: lues('factures', texte), nom: 'collé', aBlanc: false },
      le,
    ),
  )

it('une remise rend de l’argent et garde les heures : le papier la nomme, rien ne se refacture', async () => {
  const m = await unMonde()
  // Sans convention émise ici, la commande du client est la seule référence de la facture, et de son avoir.
  await base.maintenance((tx) =>
    sql`update inscriptions.dossier set reference_client = 'BC-2210' where id = ${m.dossier}`.execute(tx),
  )
  const facture = await facturer(m)
  const avant = await heures(m)
  const projet = await rendre(m, facture, 16_000, 'gardees')
  const pdf = createPdfRenderer()
  try {
    const lu = await dans(m, async (tx) => {
      const p = await lireProjet(tx, projet)
      return p && epreuveDuProjet({ ...services(m), pdf }, tx, p)
    })
    if (!lu?.ok) throw new Error(lu?.error.phrase ?? 'l’épreuve se compose')
    const papier = serre(lireTexte(lu.value))
    expect(papier).toContain(serre('Remise sur'))
    expect(papier).toContain(serre('160,00 €'))
    expect(papier).toContain('BC-2210')
    expect(papier).not.toContain(serre('Heures rendues'))
  } finally {
    await pdf.close()
  }
  await emettre(m, projet)
  expect(await heures(m)).toEqual(avant)
  expect(await preparer(m)).toMatchObject({ ok: false, error: { code: 'rien-a-facturer' } })
})

it('un avoir qui rend des heures les rend encore', async () => {
  const m = await unMonde()
  const facture = await facturer(m)
  const avant = await heures(m)
  await emettre(m, await rendre(m, facture, 50_000, 'rendues'))
  expect(await heures(m)).toEqual(avant.map((h) => h / 2))
})

it('une part rendue à une personne ne rend que ses heures', async () => {
  const m = await unMonde()
  const facture = await facturer(m)
  const lue = await dans(m, (tx) => lireFacture(tx, facture))
  const [ligne] = lue?.lignes ?? []
  const [elle, ...autres] = ligne?.heures ?? []
  if (!ligne || !elle || autres.length === 0) throw new Error('la ligne porte plusieurs stagiaires')
  const noms = await dans(m, (tx) => nomsDesInscrits(tx, facture))
  expect(noms.size).toBe(1 + autres.length)
  const r = await dans(m, (tx) =>
    preparerAvoir(
      tx,
      {
        id: newId<'ProjetFacture'>(),
        facture,
        motif: 'Une personne n’est pas venue.',
        rendre: new Map([[ligne.rang, centimes(Math.round(ligne.montant / (1 + autres.length)))]]),
        heures: 'rendues',
        aQui: new Map([[ligne.rang, new Map([[elle.inscription, noms.get(elle.inscription) ?? '']])]]),
      },
      le,
    ),
  )
  if (!r.ok) throw new Error(r.error.phrase)
  const avoir = await dans(m, (tx) => lireProjet(tx, r.value))
  expect(avoir?.lignes[0]?.libelle).toContain(noms.get(elle.inscription))
  expect(avoir?.lignes[0]?.heures).toEqual([{ inscription: elle.inscription, minutes: -elle.minutes }])
})

it('une session facturée d’ici et d’un autre outil, pour la même somme, se voit quelle que soit la date', async () => {
  const m = await unMonde()
  const facture = await facturer(m)
  const { rows } = await base.maintenance((tx) =>
    sql<{ numero: string }>`select numero from sessions.session where id = ${m.fil.session}`.execute(tx),
  )
  const r = await recues(
    m,
    `numero;date;client;montant_ht;origine;session\nL-9;12/08/2026;Clinique;1000,00;entreprise;${rows[0]?.numero}\nL-10;12/08/2026;Clinique;1000,00;entreprise;`,
  )
  expect(r.ok && r.value.map((x) => x.etat)).toEqual(['enregistree', 'enregistree'])
  const lus = await dans(m, (tx) => facturesAVerifier(tx))
  expect(lus.filter((x) => x.quoi === 'double').map((x) => [x.numero, x.autre])).toEqual([
    ['L-9', 'coforme FA-2026-0001'],
  ])
  expect(facture).toBeTruthy()
})

it('un jour ou une taxe impossibles écartent la ligne, avec leur phrase ; un versement d’un autre siècle aussi', async () => {
  const m = await unMonde()
  const r = await recues(
    m,
    'numero;date;client;montant_ht;tva\nL-1;01/01/2035;Clinique;100;0\nL-2;01/01/1950;Clinique;100;0\nL-3;12/11/2026;Clinique;100;50\nL-4;12/11/2026;Clinique;100;20',
  )
  expect(r.ok && r.value.map((x) => x.etat)).toEqual(['ecartee', 'ecartee', 'ecartee', 'enregistree'])
  expect(r.ok && r.value[2]?.note).toMatch(/20\s% du hors taxes/)
  const facture = await facturer(m)
  const verser = (t: string) =>
    dans(m, (tx) =>
      recevoirReglement(
        tx,
        {
          id: newId<'Reglement'>(),
          facture,
          jour: jour(t),
          montant: centimes(100),
          moyen: 'virement',
          reference: null,
          mouvement: null,
        },
        le,
        aujourdhui,
      ),
    )
  expect(await verser('1990-01-01')).toMatchObject({ ok: false, error: { code: 'versement-trop-tot' } })
  expect((await verser('2026-06-01')).ok).toBe(true)
})
