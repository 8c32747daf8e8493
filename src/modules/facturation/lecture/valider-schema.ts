/** La structure d’une facture CII, selon le schéma XSD de son profil (Factur-X 1.09). libxml2 en WebAssembly : rien à installer, rien du réseau. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { XmlDocument, XsdValidator } from 'libxml2-wasm'
import type { Profil } from '../domain/electronique/profils.ts'

const dossier = join(import.meta.dirname, 'schemas')

/** Au-delà, la même faute se répète : cinq disent déjà où regarder. */
const fautesDites = 5

const sansEspaces = (t: string) => t.replaceAll(/\{[^}]*\}/g, '').trim()

/** Ce que le schéma reproche, en phrases de libxml2, avec la ligne du fichier ; vide si la structure tient. */
export type FautesDeSchema = (octets: Uint8Array, schema: Profil['schema']) => readonly string[]

const charger = async (): Promise<FautesDeSchema> => {
  const {
    ParseOption,
    XmlBufferInputProvider,
    XmlDocument,
    XmlParseError,
    XmlValidateError,
    XsdValidator,
    xmlRegisterInputProvider,
  } = await import('libxml2-wasm')
  const validateurs = new Map<Profil['schema'], XsdValidator>()

  const validateurDe = (schema: Profil['schema']): XsdValidator => {
    const connu = validateurs.get(schema)
    if (connu) return connu
    const fichiers = readdirSync(join(dossier, schema))
    const lus = Object.fromEntries(
      fichiers.map((f) => [`${schema}/${f}`, new Uint8Array(readFileSync(join(dossier, schema, f)))]),
    )
    xmlRegisterInputProvider(new XmlBufferInputProvider(lus))
    // Le plus court nom est la racine : les autres le prolongent.
    const racine = `${schema}/${fichiers.toSorted((a, b) => a.length - b.length)[0]}`
    const document = XmlDocument.fromBuffer(lus[racine] ?? new Uint8Array(), { url: racine })
    const valideur = XsdValidator.fromDoc(document)
    document.dispose()
    validateurs.set(schema, valideur)
    return valideur
  }

  return (octets, schema) => {
    let document: XmlDocument | undefined
    try {
      document = XmlDocument.fromBuffer(octets, {
        option: ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE,
      })
      validateurDe(schema).validate(document)
      return []
    } catch (erreur) {
      if (!(erreur instanceof XmlValidateError || erreur instanceof XmlParseError)) throw erreur
      return erreur.details
        .slice(0, fautesDites)
        .map((d) => `ligne ${d.line} : ${sansEspaces(d.message).slice(0, 300)}`)
    } finally {
      document?.dispose()
    }
  }
}

let charges: Promise<FautesDeSchema> | undefined
/** libxml2, à la première facture : une instance qui n’en écrit ni n’en lit ne le porte pas. */
export const ouvrirSchemas = (): Promise<FautesDeSchema> => {
  // Un chargement qui échoue se refait à la facture suivante : gardé, il les refuserait toutes.
  charges ??= charger().catch((erreur: unknown) => {
    charges = undefined
    throw erreur
  })
  return charges
}
