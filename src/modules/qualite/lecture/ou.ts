import { offreUrl } from '#modules/catalogue/index.ts'
import { certificatsUrl, distanceUrl } from '#modules/emargement/index.ts'
import { dossierUrl, piecesDeSessionUrl } from '#modules/inscriptions/index.ts'
import { questionnairesDeSessionUrl } from '#modules/questionnaires/index.ts'
import { modifierSessionUrl, sessionUrl } from '#modules/sessions/index.ts'
import { personneUrl } from '#modules/tiers/index.ts'
import { withQuery } from '#web/links.ts'
import type { Nom } from '../db/noms.queries.ts'
import type { Controle, Fait } from '../domain/controle.ts'
import { affaireUrl, ligneUrl, nouvelleLigneUrl, parcoursUrl, registreUrl } from '../liens.ts'

/** La page où une preuve se lit entière : la ligne qui la porte, ou la page du geste. */
export const ouvrirLa = (
  c: Controle,
  fait: Fait & { readonly ligne: string | null },
  nom: Nom | undefined,
): string | undefined =>
  c.registre && fait.ligne ? ligneUrl({ genre: c.registre, ligne: fait.ligne }) : reparer(c, fait, nom)?.href

type Ou = { readonly href: string; readonly geste: string }

/** Les contrôles que tient un questionnaire de la session. */
const deQuestionnaire = new Set(['17c', '29b', '30a', '30b', '30c', '30d'])

const deLInscription = (code: string, session: string, inscription: string): Ou => {
  // Le fait est passé : on y va voir ce qui peut encore partir, on ne promet pas un envoi.
  if (code === '9a' || code === '9b')
    return { href: piecesDeSessionUrl({ session }), geste: 'Ouvrir les pièces' }
  if (code === '19b' || code === '28a') return { href: distanceUrl({ session }), geste: 'Noter' }
  // Là où les résultats de l’évaluation se lisent, et passent dans l’attestation : pas une seconde saisie qui les ignore.
  if (code === '11a') return { href: questionnairesDeSessionUrl({ session }), geste: 'Évaluer' }
  if (code === '11b') return { href: certificatsUrl({ session }), geste: 'Émettre' }
  if (deQuestionnaire.has(code))
    return { href: questionnairesDeSessionUrl({ session }), geste: 'Ouvrir les questionnaires' }
  return { href: parcoursUrl({ session, inscription }), geste: 'Écrire' }
}

/** La page où le fait qui manque s’écrit, et son verbe. Rien quand le fait n’a pas de page à lui. */
export const reparer = (c: Controle, fait: Fait, nom: Nom | undefined): Ou | undefined => {
  const session = fait.session ?? nom?.session ?? null
  if (c.objet === 'affaire') return { href: affaireUrl({ affaire: fait.objet }), geste: 'Ouvrir' }
  if (c.objet === 'registre')
    return c.registre
      ? { href: ligneUrl({ genre: c.registre, ligne: fait.objet }), geste: 'Compléter' }
      : undefined
  if (c.code === '21b' && !fait.quoi.startsWith('déclaré') && session)
    return { href: sessionUrl({ session }), geste: 'Ouvrir la session' }
  // La salle prêtée où se tient une session : sa ligne est au registre.
  if (c.code === '17b' && nom?.session) return { href: registreUrl({ genre: 'lieu' }), geste: 'Compléter' }
  if (c.registre) {
    const genre = c.registre
    const de = {
      organisme: {},
      offre: { offre: fait.objet },
      personne: nom?.detail === 'équipe' ? { membre: fait.objet } : { personne: fait.objet },
      entreprise: { entreprise: fait.objet, personne: fait.objet },
      etablissement: { etablissement: fait.objet },
      session: { session: nom?.detail },
      inscription: {},
      client: {},
      affaire: {},
    }[c.objet]
    if (c.code === '21a' && fait.quoi.startsWith('les titres'))
      return { href: personneUrl({ personne: fait.objet }), geste: 'Écrire' }
    return { href: withQuery(nouvelleLigneUrl({ genre }), de), geste: 'Écrire' }
  }
  if (c.objet === 'offre') return { href: offreUrl({ offre: fait.objet }), geste: 'Ouvrir l’offre' }
  if (c.objet === 'personne') return { href: personneUrl({ personne: fait.objet }), geste: 'Ouvrir la fiche' }
  if (!session) return undefined
  if (c.objet === 'inscription') return deLInscription(c.code, session, fait.objet)
  if (c.objet === 'client')
    return { href: dossierUrl({ session, dossier: fait.objet }), geste: 'Ouvrir le dossier' }
  if (deQuestionnaire.has(c.code))
    return { href: questionnairesDeSessionUrl({ session }), geste: 'Ouvrir les questionnaires' }
  if (c.code === '17a') return { href: modifierSessionUrl({ session }), geste: 'Compléter' }
  return { href: sessionUrl({ session }), geste: 'Ouvrir la session' }
}
