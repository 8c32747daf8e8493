import { SaxesParser } from 'saxes'
import { nommeLaMarque } from '#kernel/marque.ts'

// Des tracés et rien d'autre : ni texte (la police manquerait), ni image, ni script, ni feuille de style.
const elements = new Set(
  'svg g path rect circle ellipse line polyline polygon defs lineargradient radialgradient stop clippath mask use title desc metadata'.split(
    ' ',
  ),
)
export const tailleLogoMax = 100_000

/**
 * Dit pourquoi un logo SVG n'entre pas dans un document, ou rien s'il convient. Le moteur résiste aux adresses,
 * aux chemins et aux entités, mais lirait une image liée par chemin relatif à côté des gabarits : on n'admet
 * qu'une liste close d'éléments, et des renvois internes.
 */
export const verifierLogo = (svg: string): string | undefined => {
  if (svg.length > tailleLogoMax) return `Le logo dépasse ${tailleLogoMax / 1000} Ko : simplifiez ses tracés.`
  if (/<!(DOCTYPE|ENTITY)/i.test(svg))
    return 'Le logo porte une déclaration de type : enregistrez-le en SVG simple.'
  // Le logo est sur chaque pièce : celui de la marque n’y a pas sa place. Des tracés nus ne se reconnaissent pas.
  if (nommeLaMarque(svg))
    return 'Ce fichier nomme la marque Qualiopi : le logo de la coopérative paraît sur chaque pièce, où la marque est interdite (règlement d’usage).'
  let refus: string | undefined
  let racine: string | undefined
  const lecteur = new SaxesParser({ xmlns: false })
  lecteur.on('error', () => {
    refus ??= 'Le logo n’est pas un SVG bien formé.'
  })
  lecteur.on('opentag', ({ name, attributes }) => {
    const nom = name.replace(/^svg:/, '').toLowerCase()
    racine ??= nom
    if (!elements.has(nom))
      refus ??= `Le logo contient « ${name.slice(0, 30)} » : seuls des tracés sont admis. Vectorisez textes et images.`
    for (const [cle, valeur] of Object.entries(attributes)) {
      const attribut = cle.toLowerCase()
      if (attribut.startsWith('on')) refus ??= 'Le logo contient un script.'
      if (/(^|:)href$/.test(attribut) && !String(valeur).startsWith('#'))
        refus ??= 'Le logo renvoie à un autre fichier.'
      if (/url\(\s*['"]?(?!#)/i.test(String(valeur)) || /@import/i.test(String(valeur)))
        refus ??= 'Le logo renvoie à un autre fichier.'
    }
  })
  try {
    lecteur.write(svg).close()
  } catch {
    refus ??= 'Le logo n’est pas un SVG bien formé.'
  }
  if (refus === undefined && racine !== 'svg') return 'Le logo n’est pas un SVG.'
  return refus
}
