/** Ce qu’un papier pèse, et que l’alléger n’y change rien : cinquante papiers, tels que le moteur les écrit puis tels qu’ils sortent. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { afterAll, describe, expect, it } from 'vitest'
import { exempleCertificat } from '#modules/documents/test/exemple-certificat.ts'
import { exempleFeuille } from '#modules/emargement/test/exemple-feuille.ts'
import { exemplesDocuments } from '#modules/inscriptions/test/exemples-documents.ts'
import { fichierDesEntrees, polices, sources, trouverGabarits } from '#platform/pdf/lieux.ts'
import { parachever } from '#platform/pdf/parachever.ts'
import { lignesQr } from '#platform/pdf/qr.ts'
import { reunirPdf } from '#platform/pdf/reunir.ts'
import { fautesDeConformite } from './conformite.ts'
import {
  annoncesDuPdf,
  balisageDuPdf,
  dessinsDuPdf,
  fautesDeStructure,
  jointsDuPdf,
  pagesDuPdf,
  placesDuPdf,
  policesDuPdf,
  sansBoites,
} from './lire-pdf.ts'

const moteur = NodeCompiler.create({ workspace: sources, fontArgs: [{ fontPaths: polices() }] })
const gabarits = trouverGabarits()

const nomDeGabarit: Readonly<Record<string, string>> = {
  information: 'information-stagiaire',
  extrait: 'extrait-presence',
}
const exemples: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['certificat-realisation', exempleCertificat],
  ['feuille-emargement', exempleFeuille(exempleCertificat.organisme)],
  ...Object.entries(exemplesDocuments(exempleCertificat.organisme)).map(
    ([nom, donnees]) => [nomDeGabarit[nom] ?? nom, donnees] as const,
  ),
]
/** Des noms que les polices ne dessinent pas toutes, et que le format échappe. */
const noms = ['Haddad', 'Crèvecœur (n° 3) \\ 7 0 R', 'Guðmundsdóttir Þórunn', 'محمد العربي', 'Žižek-Nguyễn']

/** La même valeur, chaque nom changé. */
const nommer = (valeur: unknown, nom: string): unknown => {
  if (Array.isArray(valeur)) return valeur.map((v) => nommer(v, nom))
  if (typeof valeur !== 'object' || valeur === null) return valeur
  return Object.fromEntries(
    Object.entries(valeur).map(([cle, v]) => [
      cle,
      cle === 'nom' && typeof v === 'string' ? nom : nommer(v, nom),
    ]),
  )
}

/** Ce que le moteur écrit, avant que rien n’y touche. */
const ecrire = (
  gabarit: string,
  exemple: Readonly<Record<string, unknown>>,
  nom: string,
  rang = 0,
): Buffer => {
  const donnees = JSON.stringify({
    ...(nommer(exemple, nom) as object),
    numero: `X-2026-${rang}`,
    gabarit: `${gabarit}.v1`,
    emisLe: '2026-11-24T08:00:00Z',
  })
  const empreinte = createHash('sha256').update(donnees).digest('hex')
  const url = `https://coforme.exemple.fr/verifier/${empreinte.slice(0, 16)}`
  const preuve = JSON.stringify({ empreinte, url, qr: lignesQr(url) })
  moteur.mapShadow(fichierDesEntrees, Buffer.from(JSON.stringify({ donnees, preuve })))
  const issue = moteur.compile({ mainFilePath: gabarits.get(`${gabarit}.v1`) ?? '' })
  if (!issue.result) throw new Error(`${gabarit} ne se compose pas.`)
  return moteur.pdf(issue.result, { pdfStandard: 'a-3a', creationTimestamp: 1_796_000_000 })
}

/** Un troisième lecteur (poppler), s’il est là : ce qu’il dit du fichier, et ce dont il se plaint. */
const pdfinfo = spawnSync('pdfinfo', ['-v']).status === 0
const dossier = mkdtempSync(join(tmpdir(), 'coforme-poids-'))
afterAll(() => rmSync(dossier, { recursive: true, force: true }))
const direPdfinfo = (pdf: Uint8Array) => {
  const fichier = join(dossier, 'piece.pdf')
  writeFileSync(fichier, pdf)
  const { stdout, stderr } = spawnSync('pdfinfo', [fichier], { encoding: 'utf8' })
  const ligne = (nom: string) => new RegExp(`^${nom}:\\s+(\\S+)`, 'm').exec(stdout)?.[1]
  return { pages: Number(ligne('Pages')), balise: ligne('Tagged'), dit: stderr }
}

/** Le plus grand écart de deux dessins, en niveaux de gris. */
const ecart = (a: Uint8Array, b: Uint8Array = new Uint8Array()): number =>
  a.length === b.length ? a.reduce((pire, x, i) => Math.max(pire, Math.abs(x - (b[i] ?? 0))), 0) : 255

const enLigne = (texte: string): string => texte.replaceAll(/\s+/g, ' ')

const lire = (pdf: Uint8Array) => ({
  textes: pagesDuPdf(pdf),
  balises: balisageDuPdf(pdf),
  joints: jointsDuPdf(pdf),
  polices: policesDuPdf(pdf),
  dessins: dessinsDuPdf(pdf),
})

describe.each(exemples)('%s', (gabarit, exemple) => {
  it.each(noms)('au nom de %s, garde texte, balises, pièces jointes, empreinte et dessins', (nom) => {
    const brut = ecrire(gabarit, exemple, nom)
    const sorti = parachever(brut)
    const [attendu, exact, lu] = [lire(brut), lire(parachever(brut, { ua: true, exact: true })), lire(sorti)]
    // Sans arrondir, chaque page se dessine de même : le lecteur pose un signe au quart de pixel, et deux fichiers l’y arrondissent à quatre
    // niveaux de gris près.
    expect(exact.dessins.map((d, i) => ecart(d, attendu.dessins[i]) <= 4)).toEqual(
      exact.dessins.map(() => true),
    )
    expect(exact).toEqual({ ...attendu, dessins: exact.dessins, balises: sansBoites(attendu.balises) })
    // Arrondi, le même texte : d’un bout à l’autre d’une ligne, le lecteur met un blanc ou va à la ligne, selon l’espace.
    expect({ ...lu, dessins: exact.dessins, textes: lu.textes.map(enLigne) }).toEqual({
      ...exact,
      textes: exact.textes.map(enLigne),
    })
    // Arrondi, chaque signe reste à sa place, à moins d’un centième de point.
    const [avant, apres] = [placesDuPdf(brut), placesDuPdf(sorti)]
    expect(apres).toHaveLength(avant.length)
    expect(Math.max(...apres.map((x, i) => Math.abs(x - (avant[i] ?? 0))))).toBeLessThan(0.01)
    const { 'donnees.json': donnees = '' } = jointsDuPdf(sorti)
    const empreinte = createHash('sha256').update(donnees).digest('hex')
    expect(pagesDuPdf(sorti).join('').replace(/\s/g, '')).toContain(empreinte)
    expect(annoncesDuPdf(sorti)).toEqual({
      archive: '3A',
      accessible: '1',
      langue: 'fr-FR',
      titreMontre: true,
      couleurs: 'GTS_PDFA1',
    })
    expect(sorti.length).toBeLessThan(brut.length * 0.5)
    expect(fautesDeStructure(sorti)).toEqual([])
    expect(fautesDeConformite(sorti)).toEqual([])
    if (pdfinfo) expect(direPdfinfo(sorti)).toEqual({ pages: attendu.textes.length, balise: 'yes', dit: '' })
    // Mêmes octets à chaque fois : une pièce se recompose, et son fichier se nomme par son empreinte.
    expect(Buffer.compare(parachever(brut), sorti)).toBe(0)
  })
})

it('un certificat ne joint qu’une police : ce qui s’y distingue a le contour épaissi, et ne se lit qu’une fois', () => {
  const [certificat] = exemples
  const sorti = parachever(ecrire(certificat?.[0] ?? '', certificat?.[1] ?? {}, 'Haddad'))
  expect(policesDuPdf(sorti)).toEqual(['AtkinsonHyperlegibleNext-Regular'])
  const texte = enLigne(pagesDuPdf(sorti).join(' '))
  // Le nom, en grand sous « Bénéficiaire », et la nature cochée : rien de ce qui est tracé n’y est en double.
  expect(texte.split('Mme Yasmine Haddad')).toHaveLength(2)
  expect(texte.split('Action de formation (cochée)')).toHaveLength(2)
})

it('un certificat pèse moins de 15 ko, de 18 au nom le plus lourd, une convention moins de 33 ; douze certificats en un fichier, moins de 80', () => {
  const [certificat, , convention] = exemples
  if (!certificat || !convention) throw new Error('exemples')
  const douze = Array.from({ length: 12 }, (_, i) =>
    parachever(ecrire(certificat[0], certificat[1], noms[i % noms.length] ?? '', i)),
  )
  expect(douze[0]?.length).toBeLessThan(15_000)
  for (const un of douze) expect(un.length).toBeLessThan(18_000)
  expect(parachever(ecrire(convention[0], convention[1], 'Haddad')).length).toBeLessThan(33_000)
  const uni = reunirPdf(douze, { titre: 'Certificats', noms: douze.map((_, i) => `CR-${i}`) })
  expect(uni.length).toBeLessThan(80_000)
  expect(fautesDeStructure(uni)).toEqual([])
  expect(fautesDeConformite(uni)).toEqual([])
  if (pdfinfo) expect(direPdfinfo(uni)).toEqual({ pages: 12, balise: 'yes', dit: '' })
})
