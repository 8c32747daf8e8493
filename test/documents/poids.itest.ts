/** Ce qu’un papier pèse, et que l’alléger n’y change rien : cinquante papiers, tels que le moteur les écrit puis tels qu’ils sortent. */
import { createHash } from 'node:crypto'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { describe, expect, it } from 'vitest'
import { exempleCertificat } from '#modules/documents/test/exemple-certificat.ts'
import { exempleFeuille } from '#modules/emargement/test/exemple-feuille.ts'
import { exemplesDocuments } from '#modules/inscriptions/test/exemples-documents.ts'
import { fichierDesEntrees, polices, sources, trouverGabarits } from '#platform/pdf/lieux.ts'
import { parachever } from '#platform/pdf/parachever.ts'
import { lignesQr } from '#platform/pdf/qr.ts'
import { reunirPdf } from '#platform/pdf/reunir.ts'
import {
  annoncesDuPdf,
  balisageDuPdf,
  dessinsDuPdf,
  jointsDuPdf,
  pagesDuPdf,
  policesDuPdf,
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
    expect(lire(sorti)).toEqual(lire(brut))
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
    expect(sorti.length).toBeLessThan(brut.length * 0.56)
    // Mêmes octets à chaque fois : une pièce se recompose, et son fichier se nomme par son empreinte.
    expect(Buffer.compare(parachever(brut), sorti)).toBe(0)
  })
})

it('un certificat pèse moins de 30 ko au nom le plus lourd, une convention moins de 52 ; douze certificats en un fichier, moins de 110', () => {
  const [certificat, , convention] = exemples
  if (!certificat || !convention) throw new Error('exemples')
  const douze = Array.from({ length: 12 }, (_, i) =>
    parachever(ecrire(certificat[0], certificat[1], noms[i % noms.length] ?? '', i)),
  )
  for (const un of douze) expect(un.length).toBeLessThan(30_000)
  expect(parachever(ecrire(convention[0], convention[1], 'Haddad')).length).toBeLessThan(52_000)
  const uni = reunirPdf(douze, { titre: 'Certificats', noms: douze.map((_, i) => `CR-${i}`) })
  expect(uni.length).toBeLessThan(110_000)
})
