/** Aucun mot ne quitte sa page ni n’en couvre un autre, quels que soient les noms : longs, accentués, arabes, islandais. */
import { globSync } from 'node:fs'
import { basename } from 'node:path'
import * as mupdf from 'mupdf'
import { afterAll, describe, expect, it } from 'vitest'
import type { BilanV1 } from '#modules/bpf/documents/bilan-pedagogique-financier.v1.ts'
import { exempleCertificat } from '#modules/documents/test/exemple-certificat.ts'
import type { CodesADecouperV1 } from '#modules/emargement/documents/codes-a-decouper.v1.ts'
import { lignesQr } from '#platform/pdf/qr.ts'
import { pagesDuPdf } from './lire-pdf.ts'
import { documents } from './mentions.ts'
import { composer, moteur, serre } from './texte.ts'

const pdf = moteur()
afterAll(() => pdf.close())

type Boite = {
  readonly page: number
  readonly texte: string
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
  readonly base: number
}
const lignesDe = (
  octets: Uint8Array,
): { readonly boites: readonly Boite[]; readonly largeurs: readonly number[] } => {
  const document = mupdf.Document.openDocument(octets, 'application/pdf')
  const boites: Boite[] = []
  const largeurs: number[] = []
  for (let page = 0; page < document.countPages(); page += 1) {
    const feuille = document.loadPage(page)
    const [gauche, , droite] = feuille.getBounds()
    largeurs.push(droite - gauche)
    const lu = JSON.parse(feuille.toStructuredText('').asJSON()) as {
      blocks: {
        lines?: { bbox: { x: number; w: number }; y: number; font: { size: number }; text: string }[]
      }[]
    }
    for (const bloc of lu.blocks)
      for (const l of bloc.lines ?? [])
        if (l.text.trim() !== '') {
          // Le corps des lettres, de la ligne de base ; une lettre arabe descend d’un quart de corps dessous.
          const h = 0.55 * l.font.size
          const sous = arabe.test(l.text) ? 0.25 * l.font.size : 0
          boites.push({ page, texte: l.text, x: l.bbox.x, w: l.bbox.w, y: l.y - h, h: h + sous, base: l.y })
        }
  }
  return { boites, largeurs }
}

const arabe = /\p{Script=Arabic}/u
/** Ce qui sort des marges (8 mm au moins de papier blanc), ou se lit l’un sur l’autre. */
const fautesDe = (octets: Uint8Array): string[] => {
  const { boites, largeurs } = lignesDe(octets)
  const marge = 22
  const dehors = boites.filter((b) => b.x < marge - 1 || b.x + b.w > (largeurs[b.page] ?? 0) - marge + 1)
  const dessus = boites.flatMap((a, i) =>
    boites
      .slice(i + 1)
      .filter((b) => {
        if (a.page !== b.page) return false
        // Une même ligne de droite à gauche se lit en plusieurs morceaux, que le lecteur ne range pas dans l’ordre de la page.
        if (Math.abs(a.base - b.base) < 3 && arabe.test(a.texte + b.texte)) return false
        const large = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x)
        const haut = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y)
        return large > 2 && haut > (arabe.test(a.texte + b.texte) ? 0.12 : 0.3) * Math.min(a.h, b.h)
      })
      .map(
        (b) =>
          `« ${a.texte.trim().slice(0, 50)} » sur « ${b.texte.trim().slice(0, 50)} », page ${a.page + 1}`,
      ),
  )
  return [
    ...dehors.map((b) => `hors de la page ${b.page + 1} : « ${b.texte.trim().slice(0, 60)} »`),
    ...dessus,
  ]
}

const noms: Readonly<Record<string, { prenom: string; nom: string; ville: string; societe: string }>> = {
  longs: {
    prenom: 'Marie-Françoise Élisabeth Bénédicte',
    nom: 'de La Rochefoucauld-Montbazon de Saint-Étienne-du-Rouvray',
    ville: 'Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson',
    societe:
      'Société coopérative d’intérêt collectif des Métiers de la Montagne et des Hautes Vallées de l’Oisans réunies',
  },
  arabes: {
    prenom: 'عبد الرحمن محمد',
    nom: 'بن عبد العزيز الحسيني الإدريسي',
    ville: 'الدار البيضاء',
    societe: 'شركة التكوين المهني للأطلس المتوسط والجنوب الشرقي',
  },
  islandais: {
    prenom: 'Þórhallur Guðmundur',
    nom: 'Sigurjónsson-Vilhjálmsdóttir Eyjafjallajökulsson',
    ville: 'Kirkjubæjarklaustur',
    societe: 'Íslenska fræðslumiðstöðin um endurmenntun og starfsþjálfun á Norðurlandi eystra',
  },
}
const chiffree = new Set(['lignes', 'taxes'])
/** Les mêmes données, sous ces noms, avec douze objectifs. */
const habiller = (v: unknown, n: (typeof noms)[string], cle = ''): unknown => {
  if (Array.isArray(v)) {
    const dedans = v.map((x) => habiller(x, n, cle))
    return cle === 'objectifs' && typeof v[0] === 'string'
      ? Array.from(
          { length: 12 },
          (_, i) => `${String(v[i % v.length])}, et le dire à ${n.prenom} ${n.nom} devant l’équipe entière`,
        )
      : dedans
  }
  if (typeof v === 'string' && (cle === 'animateurs' || cle === 'responsable')) return `${n.prenom} ${n.nom}`
  if (typeof v === 'object' && v !== null) {
    const o = v as Record<string, unknown>
    const personne = typeof o['prenom'] === 'string'
    return Object.fromEntries(
      Object.entries(o).map(([k, x]) => [
        k,
        k === 'prenom'
          ? n.prenom
          : k === 'nom' && typeof x === 'string'
            ? personne
              ? n.nom
              : o['siret'] || o['adresse'] || o['siren']
                ? n.societe
                : `${n.prenom} ${n.nom}`
            : (k === 'entreprise' || k === 'enseigne') && typeof x === 'string'
              ? n.societe
              : k === 'ville' && typeof x === 'string'
                ? n.ville
                : chiffree.has(k) && cle === ''
                  ? x
                  : habiller(x, n, k),
      ]),
    )
  }
  return v
}

const facture = documents.find((d) => d.gabarit === 'facture.v1')?.donnees as {
  lignes: { total: number; unitaire: number; libelle: string }[]
  taxes: { base: number }[]
  totalHT: number
}

/** Une facture de `n` lignes de dix euros, exonérée. */
const factureDe = (n: number) => ({
  ...facture,
  lignes: Array.from({ length: n }, (_, i) => ({
    libelle: `Livret ${i + 1}, remis à chaque stagiaire à l’ouverture de la séance`,
    quantite: '1 unité',
    unitaire: 1000,
    taux: 0,
    tva: 'exonéré',
    total: 1000,
  })),
  taxes: [{ taux: 0, base: 1000 * n, tva: 0 }],
  totalHT: 1000 * n,
  totalTVA: 0,
  totalTTC: 1000 * n,
  exonerations: ['Exonération de TVA, article 261-4-4° a du CGI.'],
})

describe('une facture', () => {
  it('de soixante lignes dit une fois ce qu’il faut payer, et reporte ses montants de page en page', async () => {
    const r = await composer(pdf, 'facture.v1', factureDe(60))
    if (!r.ok) throw new Error(r.error.phrase)
    expect(fautesDe(r.value.pdf)).toEqual([])
    const pages = pagesDuPdf(r.value.pdf).map(serre)
    expect(pages.filter((p) => p.includes(serre('Net à payer')))).toHaveLength(1)
    const reporte = pages.flatMap((p) => /Àreporter([\d,]+)€/.exec(p)?.[1] ?? [])
    const repris = pages.flatMap((p) => /Report([\d,]+)€/.exec(p)?.[1] ?? [])
    expect(reporte.length).toBeGreaterThan(0)
    expect(repris).toEqual(reporte)
  })
  it('d’une ligne tient sur une page, son IBAN avec elle', async () => {
    const r = await composer(pdf, 'facture.v1', factureDe(1))
    if (!r.ok) throw new Error(r.error.phrase)
    expect(pagesDuPdf(r.value.pdf)).toHaveLength(1)
  })
})

const { organisme } = exempleCertificat
/** Ce qui s’imprime sans être une pièce : la feuille de codes, le bilan à recopier. */
const papiers: readonly { readonly gabarit: string; readonly donnees: object }[] = [
  {
    gabarit: 'codes-a-decouper.v1',
    donnees: {
      organisme,
      intitule: 'Anglais professionnel : conduire une réunion de projet',
      demi: 'Mardi 17 novembre 2026, matin, 9 h – 12 h 30',
      lieu: '16 rue Lavoisier, Grenoble',
      jusque: '14 h 30',
      codes: Array.from({ length: 9 }, (_, i) => ({
        nom: `Stagiaire ${i}`,
        adresse: `https://coforme.exemple.fr/s/${'a1'.repeat(22)}`,
        qr: lignesQr('https://coforme.exemple.fr/s/a1').join('/'),
      })),
    } satisfies CodesADecouperV1,
  },
  {
    gabarit: 'bilan-pedagogique-financier.v1',
    donnees: {
      numero: 'BPF 2025-2026',
      organisme,
      cerfa: '10443*17',
      exercice: { debut: '2025-09-01', fin: '2026-08-31' },
      echeance: 'au plus tard le 31 mai 2027',
      calculeLe: '2026-11-30',
      bloquants: 1,
      cadres: (['faits', 'montant', 'effectif'] as const).map((genre, k) => ({
        lettre: 'ACF'.charAt(k),
        titre: 'Ce que dit ce cadre',
        genre,
        cases: Array.from({ length: 14 }, (_, i) => ({
          repere: `${i + 1}`,
          libelle:
            'Actions de formation dispensées par une société coopérative pour le compte d’un autre organisme',
          dont: i % 3 === 1,
          somme: i === 13,
          nombre: '128',
          heures: '12 345',
          montant: '1 234 567 €',
          valeur: 'Langue & Lien, 16 rue des Passerelles, 38130 Échirolles',
        })),
      })),
      controles: [{ id: 'V27', niveau: 'bloquant', message: 'Il manque le statut de douze personnes.' }],
    } satisfies BilanV1,
  },
  {
    gabarit: 'formulaire-marche.v1',
    donnees: {
      organisme,
      titre: 'DC1, lettre de candidature',
      version: 'version du 1er avril 2019',
      objet: 'Formation aux langues des agents d’accueil',
      acheteur: 'Métropole',
      vides: 1,
      rubriques: [
        {
          lettre: 'A',
          titre: 'Identification de l’acheteur',
          champs: [
            { libelle: 'Nom et adresse', valeur: '16 rue Lavoisier, Grenoble' },
            { libelle: 'Personne habilitée à engager chaque membre du groupement', valeur: null },
          ],
        },
      ],
      pied: 'DC1 · préparé le 30 novembre 2026, à relire avant de déposer',
    },
  },
  {
    gabarit: 'memoire-marche.v1',
    donnees: {
      organisme,
      titre: 'Mémoire technique',
      objet: 'Formation aux langues des agents d’accueil',
      acheteur: 'Métropole',
      reference: '2026-112',
      membres: 'Langue & Lien, mandataire ; Les Tisserands',
      blocs: [
        {
          titre: 'Nos moyens humains',
          texte: 'Deux formatrices tiennent le lot, chacune a son adjointe.',
          preuve: 'curriculum vitæ joint',
          source: 'Langue & Lien',
          auteur: 'Nadia Berrada',
        },
      ],
      pied: 'Mémoire technique · 30 novembre 2026',
    },
  },
  {
    gabarit: 'attribution.v1',
    donnees: {
      organisme,
      titre: 'Accueillir au téléphone, livret',
      auteurs: 'Nadia Berrada',
      lignes: [
        { quoi: 'Écrit par', dit: 'Nadia Berrada, Langue & Lien' },
        { quoi: 'Licence', dit: 'CC BY-SA 4.0' },
      ],
    },
  },
  {
    gabarit: 'accord-conjoint.v1',
    donnees: {
      organisme,
      pole: 'Pôle Formation',
      titre: 'Accord des responsables conjoints',
      rang: 1,
      ecritLe: '2026-11-30',
      articles: [{ titre: 'Qui répond', texte: 'Chaque coopérative répond des données de ses stagiaires.' }],
      signataires: [{ nom: 'Langue & Lien', le: '2026-11-30' }],
    },
  },
]
const mesures = [...documents, ...papiers]

it('mesure chaque gabarit du dépôt', () => {
  const gabarits = globSync('src/modules/**/*.typ').map((f) => basename(f, '.typ'))
  expect(new Set(mesures.map((d) => d.gabarit))).toEqual(new Set(gabarits))
})

it('une ville arabe reste sur la ligne du texte qui l’entoure', async () => {
  const certificat = documents.find((d) => d.gabarit === 'certificat-realisation.v1')
  const r = await composer(
    pdf,
    'certificat-realisation.v1',
    habiller(certificat?.donnees, noms['arabes'] as (typeof noms)[string]) as Readonly<
      Record<string, unknown>
    >,
    'certificat-ligne',
  )
  if (!r.ok) throw new Error(r.error.phrase)
  const { boites } = lignesDe(r.value.pdf)
  const apres = boites.find((b) => b.texte.includes('qui a dispensé'))
  const ville = boites.filter((b) => b.texte.includes('38000') && Math.abs(b.base - (apres?.base ?? 0)) < 12)
  expect(ville.map((b) => Math.abs(b.base - (apres?.base ?? 0)) < 0.5)).toEqual([true])
})

describe.each(Object.keys(noms))('des noms %s', (quels) => {
  const n = noms[quels]
  it.each(mesures.map((d) => [d.gabarit, d] as const))('%s tient dans ses boîtes', async (_, d) => {
    if (!n) throw new Error('noms')
    const r = await composer(
      pdf,
      d.gabarit,
      habiller(d.donnees, n) as Readonly<Record<string, unknown>>,
      `${d.gabarit}-${quels}`,
    )
    if (!r.ok) throw new Error(r.error.phrase)
    expect(fautesDe(r.value.pdf)).toEqual([])
  })
})
