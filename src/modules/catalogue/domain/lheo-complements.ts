import { lireBloc } from '#kernel/identifiants.ts'
import { uneLigne } from '#kernel/texte.ts'
import { typesContact } from './dictionnaires.ts'
import { descendre, enfant, enfants, type Lecteur } from './lheo-lecteur.ts'
import type { ContactLu, Noeud } from './offre-lue.ts'

const courrielPossible = /^[^\s@<>"']{1,64}@[^\s@<>"']+\.[^\s@<>"']+$/

const lireContact = (n: Noeud, chemin: string, l: Lecteur): ContactLu | undefined => {
  const c = enfant(n, 'coordonnees')
  const ligne = (nom: string) => uneLigne(l.texte(c, nom, chemin, { max: 250 }) ?? '')
  const brut = ligne('courriel')
  const courriel = courrielPossible.test(brut) ? brut.toLowerCase() : ''
  if (brut !== '' && courriel === '')
    l.dire(
      'avertissement',
      'courriel-illisible',
      enfant(c, 'courriel') ?? n,
      `${chemin}/courriel`,
      `« ${brut.slice(0, 60)} » n’est pas une adresse électronique : elle n’est pas retenue.`,
    )
  const tel = descendre(c, 'telfixe', 'numtel') ?? descendre(c, 'portable', 'numtel')
  const telephone = tel
    ? uneLigne(tel.texte)
        .replace(/[^\d+ .()-]/g, '')
        .slice(0, 30)
    : ''
  const nom = [ligne('prenom'), ligne('nom')].filter((t) => t !== '').join(' ')
  if (nom === '' && courriel === '' && telephone === '') return undefined
  return { genre: l.decoder(enfant(n, 'type-contact'), typesContact, chemin), nom, courriel, telephone }
}

/** Les contacts de la formation ; s’ils ne disent rien, ceux de l’organisme, puis ses coordonnées. */
export const lireContacts = (f: Noeud, chemin: string, l: Lecteur): ContactLu[] => {
  const lire = (n: Noeud | undefined, nom: string, ou: string) =>
    enfants(n, nom)
      .map((e) => lireContact(e, `${ou}/${nom}/coordonnees`, l))
      .filter((c) => c !== undefined)
  const propres = lire(f, 'contact-formation', chemin)
  if (propres.length > 0) return propres
  const o = enfant(f, 'organisme-formation-responsable')
  const ou = `${chemin}/organisme-formation-responsable`
  const siens = lire(o, 'contact-organisme', ou)
  if (siens.length > 0) return siens
  const c = enfant(o, 'coordonnees-organisme')
  const general = c && lireContact(c, `${ou}/coordonnees-organisme/coordonnees`, l)
  return general ? [general] : []
}

/** Les blocs des sessions, code et libellé ; un code mal formé est dit, et laissé. */
export const lireBlocs = (f: Noeud, chemin: string, l: Lecteur): string[] => {
  const blocs = enfants(f, 'action')
    .flatMap((a) => enfants(a, 'session'))
    .flatMap((s) => enfants(s, 'blocs-competences'))
  const porteurs = blocs.flatMap((b) => [b, ...b.enfants])
  const lus = porteurs.flatMap((b) =>
    enfants(b, 'code-bloc').flatMap((e) => {
      const lu = lireBloc(e.texte)
      if (!lu.ok) {
        l.dire('avertissement', 'bloc-forme', e, `${chemin}/…/code-bloc`, lu.error.phrase)
        return []
      }
      const libelle = uneLigne(l.texte(b, 'libelle-bloc', `${chemin}/…`, { max: 500 }) ?? '')
      return [libelle === '' ? lu.value : `${lu.value} ${libelle}`]
    }),
  )
  return [...new Set(lus)]
}

export const lireEquipements = (a: Noeud, chemin: string, l: Lecteur): string[] =>
  enfants(a, 'equipement')
    .map((e) => l.texte(e, 'commentaire', `${chemin}/equipement`, { max: 3000 }))
    .filter((t) => t !== null)

/** Ce que l’action dit de qui paie : les financeurs, la prise en charge, ce qui reste. */
export const lireFinancement = (a: Noeud, chemin: string, l: Lecteur): string[] => {
  const possible = l.booleen(a, 'prise-en-charge-frais-possible', chemin)
  const textes = [
    possible === null
      ? null
      : possible
        ? 'Une prise en charge des frais est possible.'
        : 'Aucune prise en charge des frais n’est prévue.',
    l.texte(a, 'detail-conditions-prise-en-charge', chemin, { max: 600 }),
    l.texte(a, 'frais-restants', chemin, { max: 200 }),
  ]
  return textes.filter((t) => t !== null)
}
