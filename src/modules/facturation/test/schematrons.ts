/**
 * Les schématrons officiels, joués par SaxonJS (développement seulement) : EN 16931 1.3.16, Factur-X 1.09 EN16931 et BR-FR « Flux 2 ».
 * Compilés dans `schematrons/`, dont le LISEZMOI dit la provenance, la licence, et comment les refaire.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

type Saxon = {
  getResource(options: { text: string; type: 'xml' }): Promise<unknown>
  transform(options: {
    stylesheetInternal: unknown
    sourceText: string
    destination: 'serialized'
    documentPool: Readonly<Record<string, unknown>>
  }): { principalResult: string }
}
const saxon = createRequire(import.meta.url)('saxon-js') as Saxon

const lire = (nom: string) =>
  gunzipSync(readFileSync(join(import.meta.dirname, 'schematrons', `${nom}.gz`))).toString('utf8')

const noms = {
  en: 'EN16931-CII-validation',
  fr: 'BR-FR-Flux2-Schematron-CII',
  fx: 'Factur-X_1.09_EN16931',
} as const
export type Schematron = keyof typeof noms

const feuilles = new Map<Schematron, unknown>()
/** La base de codes que le schématron Factur-X lit à côté de lui, là où il fut compilé. */
const codes = 'FACTUR-X_EN16931_codedb.xml'
const base = await saxon.getResource({ text: lire(codes), type: 'xml' })
const voisins = { [`file:///schematrons/${codes}`]: base }

const champ = (bloc: string, nom: string) => new RegExp(`\\b${nom}="([^"]*)"`).exec(bloc)?.[1]

/** Les numéros des règles qu’un schématron dit rompues ; les avertissements ne comptent pas. */
export const jouer = (quoi: Schematron, xml: string): readonly string[] => {
  let feuille = feuilles.get(quoi)
  if (feuille === undefined) {
    feuille = JSON.parse(lire(`${noms[quoi]}.sef.json`))
    feuilles.set(quoi, feuille)
  }
  const { principalResult } = saxon.transform({
    stylesheetInternal: feuille,
    sourceText: xml.replace(/^\ufeff/, ''),
    destination: 'serialized',
    documentPool: voisins,
  })
  return [...principalResult.matchAll(/<svrl:failed-assert\b[^>]*>/g)]
    .map(([bloc]) => bloc)
    .filter((bloc) => champ(bloc, 'flag') !== 'warning')
    .map((bloc) => champ(bloc, 'id') ?? '')
}

/** « BR-FR-05_BT-22_PMT » est un endroit de la règle BR-FR-05. */
export const numeroDeRegle = (assertion: string): string =>
  /^BR-FR-(?:CO-|DEC-|MV-|BD-)?\d+/.exec(assertion)?.[0] ?? assertion
