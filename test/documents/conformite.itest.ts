/** Le contrôle de conformité n’a rien à dire d’un papier, et voit chaque faute que l’on y plante : une règle qui ne tomberait jamais n’en est pas une. */
import { afterAll, expect, it } from 'vitest'
import { exempleCertificat } from '#modules/documents/test/exemple-certificat.ts'
import { exempleFeuille } from '#modules/emargement/test/exemple-feuille.ts'
import { avecOctets, ecrireObjets, lireObjets, type Objet, octetsDe } from '#platform/pdf/objets.ts'
import { fautesDeConformite, regles } from './conformite.ts'
import { moteur } from './texte.ts'

const pdf = moteur()
afterAll(() => pdf.close())
const composer = async (gabarit: string, donnees: Readonly<Record<string, unknown>>) => {
  const verification = 'https://coforme.exemple.fr/verifier'
  const rendu = await pdf.render({ gabarit, donnees, verification, emisLe: new Date('2026-11-19T08:05:00Z') })
  if (!rendu.ok) throw new Error(rendu.error.phrase)
  return Buffer.from(rendu.value.pdf)
}
const [certificat, feuille] = await Promise.all([
  composer('certificat-realisation.v1', exempleCertificat),
  composer('feuille-emargement.v1', exempleFeuille(exempleCertificat.organisme)),
])

/** Le même fichier, où `changer` touche chaque objet. */
const recrire = (octets: Buffer, changer: (o: Objet) => Objet): Buffer => {
  const lu = lireObjets(octets)
  return ecrireObjets({ ...lu, objets: new Map([...lu.objets].map(([n, o]) => [n, changer(o)])) })
}
const dansLesTextes = (octets: Buffer, motif: RegExp, par: string): Buffer =>
  recrire(octets, (o) => ({ ...o, texte: o.texte.replace(motif, par) }))
/** Le flux dont le contenu, ou le dictionnaire, répond à `lequel`. */
const dansLeFlux = (
  octets: Buffer,
  lequel: (texte: string, clair: string) => boolean,
  changer: (clair: string) => string,
): Buffer =>
  recrire(octets, (o) => {
    if (!o.flux) return o
    const clair = octetsDe(o).toString('latin1')
    return lequel(o.texte, clair) ? avecOctets(o, Buffer.from(changer(clair), 'latin1')) : o
  })
const dessin = (changer: (clair: string) => string) =>
  dansLeFlux(certificat, (_, clair) => clair.includes(' Tf'), changer)
const metadonnees = (changer: (clair: string) => string) =>
  dansLeFlux(certificat, (texte) => texte.includes('/Type/Metadata'), changer)

/** La faute, le début de la règle qui la voit, et ce qu’elle en dit. */
const fautes: readonly (readonly [string, string, Buffer])[] = [
  [
    'un commentaire de lettres ordinaires',
    'A 6.1.2',
    Buffer.concat([certificat.subarray(0, 10), Buffer.from('abcd'), certificat.subarray(14)]),
  ],
  ['une suite après la fin', 'A 6.1.3', Buffer.concat([certificat, Buffer.from('% suite\n')])],
  [
    'un flux du dehors',
    'A 6.1.7',
    dansLesTextes(certificat, /^<<(?=[\s\S]*\/Type\/Metadata)/, '<</F(ailleurs)'),
  ],
  [
    'un nom de deux cents lettres',
    'A 6.1.13',
    dansLesTextes(certificat, /^<<(?=\/Type\/Catalog)/, `<</${'x'.repeat(200)} 1`),
  ],
  ['une intention d’imprimeur', 'A 6.2.3', dansLesTextes(certificat, /GTS_PDFA1/, 'GTS_PDFX')],
  [
    'un profil tronqué',
    'A 6.2.3',
    dansLeFlux(
      certificat,
      (texte) => texte.includes('/N 3'),
      (clair) => clair.slice(0, -8),
    ),
  ],
  ['un trait en quadrichromie', 'A 6.2.4', dessin((clair) => `${clair}\n0 0 0 1 k\n`)],
  [
    'une image lissée',
    'A 6.2.8',
    dansLesTextes(certificat, /\/Subtype\/Image/, '/Subtype/Image/Interpolate true'),
  ],
  ['des largeurs décalées', 'A 6.2.11', dansLesTextes(certificat, /\/W\[0\[/, '/W[0[1 ')],
  [
    'un signe sans mot',
    'A 6.2.11',
    dansLeFlux(
      certificat,
      (_, clair) => clair.includes('beginbfrange'),
      (clair) => clair.replace('<0041>', '<0000>').replace('<0061>', '<0000>'),
    ),
  ],
  [
    'un signe hors de la police',
    'A 6.2.11',
    dessin((clair) => clair.replace(/\((?:[^\\()]|\\.)*\)/, '(\x7f\x7f)')),
  ],
  ['une police sans octets', 'A 6.2.11', dansLesTextes(certificat, /\/FontFile2 \d+ 0 R/, '')],
  ['un lien qui ne s’imprime pas', 'A 6.3', dansLesTextes(certificat, /\/F 4(?=\/)/, '/F 2')],
  ['un lien sans texte', 'A 6.3', dansLesTextes(certificat, /\/Contents \(https[^)]*\)/, '')],
  [
    'un geste à l’ouverture',
    'A 6.5',
    dansLesTextes(certificat, /^<<(?=\/Type\/Catalog)/, '<</OpenAction<</S/JavaScript/JS(1)>>'),
  ],
  ['un lien qui lance un programme', 'A 6.5', dansLesTextes(certificat, /\/S\/URI/, '/S/Launch')],
  [
    'une archive d’un autre niveau',
    'A 6.6.2',
    metadonnees((clair) => clair.replace('conformance>A', 'conformance>B')),
  ],
  [
    'une extension non décrite',
    'A 6.6.2',
    metadonnees((clair) => clair.replace(/<pdfaExtension:schemas>[\s\S]*<\/pdfaExtension:schemas>/, '')),
  ],
  [
    'un autre titre que la fiche',
    'A 6.6.2',
    dansLesTextes(certificat, /\/Title \(Certificat de/, '/Title (Attestation de'),
  ],
  ['une pièce jointe sans lien dit', 'A 6.8', dansLesTextes(certificat, /\/AFRelationship\/\w+/, '')],
  ['une pièce jointe à rien', 'A 6.8', dansLesTextes(certificat, /\/AF\s*(?:\[[^\]]*\]|\d+ 0 R)/, '')],
  ['un fichier non balisé', 'A 6.7', dansLesTextes(certificat, /\/Marked true/, '/Marked false')],
  ['un titre caché', 'A 6.7', dansLesTextes(certificat, /\/DisplayDocTitle true/, '')],
  ['un trait que rien ne marque', 'UA 7.1 : chaque trait', dessin((clair) => `${clair}\n0 0 9 9 re f\n`)],
  ['une marque non refermée', 'UA 7.1 : chaque trait', dessin((clair) => clair.replace(/EMC\s*$/, ''))],
  [
    'un contenu dans ce qui est hors du texte',
    'UA 7.1 : chaque trait',
    dessin((clair) => `${clair}\n/Artifact BMC /P<</MCID 999>>BDC EMC EMC\n`),
  ],
  [
    'un contenu d’aucun élément',
    'UA 7.1 : chaque contenu',
    dessin((clair) => `${clair}\n/P<</MCID 999>>BDC 0 0 9 9 re f EMC\n`),
  ],
  [
    'un contenu marqué du numéro d’un autre',
    'UA 7.1 : chaque contenu',
    dessin((clair) => clair.replace(/\/MCID 1\b/, '/MCID 0')),
  ],
  [
    'une page que l’arbre des numéros ignore',
    'UA 7.1 : chaque contenu',
    dansLesTextes(certificat, /\/StructParents \d+/, '/StructParents 900'),
  ],
  ['un lien balisé qui ne porte plus son annotation', 'A 6.3', dansLesTextes(certificat, /\/OBJR/, '/OBJX')],
  [
    'une annotation que l’arbre des numéros ignore',
    'A 6.3',
    dansLesTextes(certificat, /\/StructParent \d+/, '/StructParent 900'),
  ],
  ['un rôle inconnu', 'UA 7.1 : des rôles', dansLesTextes(certificat, /\/S\/LBody/, '/S/Bidule')],
  ['une cellule hors d’une rangée', 'UA 7.1 : des rôles', dansLesTextes(feuille, /\/S\/TR\b/, '/S/P')],
  ['une figure muette', 'UA 7.3', dansLesTextes(certificat, /\/Alt \(/, '/Xlt (')],
  ['un niveau sauté', 'UA 7.4', dansLesTextes(certificat, /\/S\/H1\b/, '/S/H3')],
  ['un en-tête sans portée', 'UA 7.5', dansLesTextes(feuille, /\/Scope\/\w+/, '')],
]

it.each([
  ['un certificat', certificat],
  ['une feuille d’émargement', feuille],
])('%s ne manque à aucune règle', (_, octets) => {
  expect(fautesDeConformite(octets)).toEqual([])
})

it.each(fautes)('%s se voit (%s)', (_, regle, octets) => {
  const vues = fautesDeConformite(octets)
  expect(vues.filter((f) => f.startsWith(regle)).length).toBeGreaterThan(0)
})

it('chaque règle a sa faute plantée', () => {
  expect(
    regles.filter(({ regle }) => !fautes.some(([, debut]) => regle.startsWith(debut))).map((r) => r.regle),
  ).toEqual([])
})
