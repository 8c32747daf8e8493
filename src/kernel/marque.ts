import { plier } from './texte.ts'

/**
 * La marque Qualiopi ne paraît que sur une présentation générale de l’organisme, avec la phrase de ses catégories ; jamais sur ce qui
 * parle d’une action en particulier : programme, convention, devis, facture, support, page d’une formation (règlement d’usage de la
 * marque, que citent les certificateurs, et charte d’usage du ministère du Travail, 8 janvier 2020 ; ni l’un ni l’autre n’a été lu en
 * direct : l’article reste à dire). Une action peut porter *sur* le référentiel : son intitulé
 * le dit alors, et le mot s’y écrit ; s’en réclamer reste refusé.
 */
export const regleMarque =
  'règlement d’usage de la marque Qualiopi : elle ne paraît sur aucun document relatif à une action en particulier'

const NOM = 'quali ?opi'
const compact = (texte: string): string => plier(texte.replace(/[\u00ad\u200b-\u200d\u2060®™©]/gu, ''))

/** Le nom de la marque, quelles que soient casse, coupure ou lettres pleine chasse. */
export const nommeLaMarque = (texte: string): boolean => new RegExp(`\\b${NOM}`).test(compact(texte))

const reclamations = [
  `(certifie|labellise|qualifie|agree|reference|conforme)(e|s|es)?( \\w+){0,3} ${NOM}`,
  `(logo|marque|label|certificat|organisme|centre|prestataire|scop|scic|cooperative)( \\w+){0,3} ${NOM}`,
  `(notre|nos|titulaires?|detenons|detient|obtenu|obtenue|dispose|disposons)( \\w+){0,4} ${NOM}`,
  `${NOM}[ :,(]*(certifie|delivre|obtenu|n ?°|numero)`,
  'certification qualite a ete delivree au titre',
].map((motif) => new RegExp(`\\b${motif}`))

/** S’en réclamer : « organisme certifié Qualiopi », « logo Qualiopi », ou la phrase qui accompagne le logo. */
export const seReclameDeLaMarque = (texte: string): boolean => {
  const net = compact(texte)
  return reclamations.some((r) => r.test(net))
}

/** Ce qui identifie quelqu’un n’est pas un propos : une cliente peut s’appeler ainsi, une personne avoir ce titre. */
const identites =
  /^(nom|nomusage|prenom|raisonsociale|denomination|courriel|site|adresse|voie|ville|titres?|qualites?|formateurs?|signataires?|qui)$/i
const sujets = /^(intitule|titre|libelle|designation|session)$/i

type Texte = { readonly cle: string; readonly texte: string }
const textesDe = (valeur: unknown, cle = ''): Texte[] => {
  if (typeof valeur === 'string') return [{ cle, texte: valeur }]
  if (Array.isArray(valeur)) return valeur.flatMap((v) => textesDe(v, cle))
  if (typeof valeur !== 'object' || valeur === null) return []
  return Object.entries(valeur).flatMap(([k, v]) => (identites.test(k) ? [] : textesDe(v, k)))
}

/** Le texte qui porte la marque sans en avoir le droit, dans ce qui parle d’une action ; rien s’il n’y en a pas. */
export const marqueDans = (donnees: unknown): Texte | undefined => {
  const textes = textesDe(donnees)
  const enParle = textes.some(
    (t) => sujets.test(t.cle) && nommeLaMarque(t.texte) && !seReclameDeLaMarque(t.texte),
  )
  return textes.find((t) => seReclameDeLaMarque(t.texte) || (!enParle && nommeLaMarque(t.texte)))
}
