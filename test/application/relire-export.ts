/** Ce qu’un tableur trouverait à redire d’une liste emportée : en CSV, relue par une bibliothèque ; en classeur, cellule par cellule. */
import { isUtf8 } from 'node:buffer'
import { parse } from 'csv-parse/sync'
import { lireXlsx } from '#platform/tableur/lire-xlsx.ts'
import { ouvrirXlsx } from '../documents/lire-xlsx.ts'

const jour = /^\d{2}\/\d{2}\/\d{4}(?: \d{2}:\d{2})?$/
const montant = /^-?\d+,\d{2}$/
/** Une date de machine, un nombre à point, une valeur de programme, un accent mal lu : rien de cela n’est pour une personne. */
const brut =
  /\b\d{4}-\d{2}-\d{2}(?:[T ]|$)|^-?\d+\.\d{1,2}$|^(?:true|false|null|undefined|NaN|\[object .*)$|Ã[©¨ª§¹]|\ufffd/
const sansAccent =
  /\b(?:numero|prenom|regle|etat|duree|presences?|echeance|reference|intitule|societe|categorie|debut|cree|emise?|echue|periode)\b/i

export const fautesDeLExport = (csv: Uint8Array, xlsx: Uint8Array): readonly string[] => {
  const fautes: string[] = []
  if (!isUtf8(csv)) return [`n’est pas de l’UTF-8 : ${Buffer.from(csv.subarray(0, 60)).toString('latin1')}`]
  const texte = new TextDecoder('utf-8', { ignoreBOM: true }).decode(csv)
  if (!texte.startsWith('\ufeff')) fautes.push('le CSV n’a pas sa marque UTF-8')
  const lignes = parse(texte, { bom: true, delimiter: ';' }) as string[][]
  const [titres = [], ...corps] = lignes
  if (new Set(titres).size !== titres.length)
    fautes.push(`deux colonnes du même titre : ${titres.join(', ')}`)
  for (const t of titres) {
    if (!/^[\p{Lu}\d«]/u.test(t) || t.includes('_')) fautes.push(`« ${t} » n’est pas un titre en mots`)
    if (sansAccent.test(t)) fautes.push(`« ${t} » a perdu ses accents`)
  }
  for (const [i, l] of corps.entries())
    for (const [j, v] of l.entries()) if (brut.test(v)) fautes.push(`${titres[j]}, ligne ${i + 2} : « ${v} »`)
  // Le classeur dit la même chose, et chaque chose dans son type.
  const lues = lireXlsx(xlsx, {
    lignes: lignes.length + 1,
    colonnes: titres.length + 1,
    cellule: 100_000,
  })
  const dit = (v: string) =>
    /^-?\d+(?:,\d+)?$/.test(v) ? String(Number(v.replace(',', '.'))) : v.replace(/^'(?=[=+\-@])/, '').trim()
  const egales = (a: readonly string[], b: readonly string[]) => b.every((v, i) => dit(v) === dit(a[i] ?? ''))
  for (const { ligne, cellules } of lues)
    if (!egales(cellules, lignes[ligne - 1] ?? []))
      fautes.push(
        `ligne ${ligne}, le classeur dit ${cellules.join(' | ')}, le CSV ${(lignes[ligne - 1] ?? []).join(' | ')}`,
      )
  const feuille = ouvrirXlsx(xlsx).get('xl/worksheets/sheet1.xml') ?? ''
  const enNombres = (feuille.match(/<c r="[A-Z]+\d+"(?: s="\d")?><v>/g) ?? []).length
  const attendus = corps.flat().filter((v) => jour.test(v) || montant.test(v)).length
  if (enNombres < attendus)
    fautes.push(`${attendus} dates et montants, dont ${enNombres} seulement en nombres`)
  return fautes
}
