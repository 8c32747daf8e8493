/** L’écran où se lève ce qui retient un geste ; il ramène ensuite d’où l’on vient (`suite`). */

import type { Refus } from '#kernel/refus.ts'
import { de } from '#kernel/texte.ts'
import { offreUrl } from '#modules/catalogue/index.ts'
import { conditionsUrl, reglementUrl } from '#modules/documents/index.ts'
import { type Droit, identiteUrl, peutSuivre, signatairesUrl } from '#modules/organisme/index.ts'
import {
  etatSessionUrl,
  etatsModifiables,
  gestePassage,
  modifierSessionUrl,
  refusDeSuivre,
  type SessionLue,
  versionPlusRecente,
  versionSessionUrl,
} from '#modules/sessions/index.ts'
import {
  intervenantUrl,
  modifierEntrepriseUrl,
  modifierPersonneUrl,
  personnesUrl,
} from '#modules/tiers/index.ts'
import { withQuery } from '#web/links.ts'
import type { DossierLu } from '../db/dossiers.queries.ts'
import { offreMuette } from '../domain/a-distance.ts'
import type { refusDInscrire } from '../domain/ouverture.ts'
import { echeancierUrl, inscrireUrl, reprendreDossierUrl } from '../liens.ts'

/** `droit` : ce que demande l’écran, quand ce n’est pas de tenir le dossier. */
export type Issue = { readonly libelle: string; readonly href: string; readonly droit?: Droit }

/** Ce qui manque à toute pièce de la session, quel que soit le client. */
const communes = (r: Refus, session: SessionLue): Issue | undefined => {
  const issues: Readonly<Record<string, Issue>> = {
    'tva-a-dire': { libelle: 'Dire la TVA', href: identiteUrl(), droit: 'organisme.regler' },
    'sans-reglement': {
      libelle: 'Établir le règlement intérieur',
      href: reglementUrl(),
      droit: 'documents.emettre',
    },
    'sans-titres':
      'personne' in r && typeof r.personne === 'string'
        ? {
            libelle: 'Écrire ses titres et qualités',
            href: intervenantUrl({ personne: r.personne }),
            droit: 'intervenants.tenir',
          }
        : { libelle: 'Affecter une personne', href: modifierSessionUrl({ session: session.id }) },
    'sans-version': { libelle: 'Voir l’offre', href: offreUrl({ offre: session.offre }) },
  }
  return issues[r.code]
}

/** Ce que dit l’offre, dans la version que la session suit. */
const deLOffre = /(objectif|contenu|moyens|suivi|évaluation|sanction|prérequis|à distance)/

/** Une version plus récente est en vigueur : la session la suit, si elle le peut, et la personne aussi (`planifie`) ; sinon l’offre se relit. */
export const issueDeLOffre = (
  phrase: string,
  session: SessionLue,
  maintenant: Date,
  planifie = true,
): Issue => {
  const apres =
    planifie && !refusDeSuivre(session, false, maintenant) ? versionPlusRecente(session) : undefined
  const muette = apres?.distance ? offreMuette(session.modalite, apres.distance) : undefined
  return apres && !(muette && /à distance/.test(phrase))
    ? {
        libelle: `Suivre la version ${apres.numero} de l’offre`,
        href: versionSessionUrl({ session: session.id }),
      }
    : { libelle: 'Relire l’offre', href: offreUrl({ offre: session.offre }) }
}

/** Ce que l’offre ne dit pas : la fiche du client, la coopérative, l’échéancier… */
const ouEcrireAilleurs = (phrase: string, session: SessionLue, d: DossierLu): Issue | undefined =>
  [
    {
      si: /(organisme|déclaration|préfet|dénomination)/,
      libelle: 'Compléter la fiche de la coopérative',
      href: identiteUrl(),
    },
    {
      // Qui signe est écrit sur le dossier, et non sur la fiche du client.
      si: /(représent|signataire)/,
      libelle: `Dire qui signe pour ${d.client}`,
      href: reprendreDossierUrl({ session: session.id, dossier: d.id }),
    },
    {
      si: /(client|stagiaire)/,
      libelle: `Compléter la fiche ${de(d.client)}`,
      href: d.entreprise
        ? modifierEntrepriseUrl({ entreprise: d.entreprise })
        : d.personne
          ? modifierPersonneUrl({ personne: d.personne })
          : reprendreDossierUrl({ session: session.id, dossier: d.id }),
    },
    {
      si: /(référent|médiateur|réclamation|conservation|règlement|annulation|paiement)/,
      libelle: 'Régler les conditions',
      href: conditionsUrl(),
    },
    {
      si: /(échéan|versement)/,
      libelle: 'Écrire l’échéancier',
      href: echeancierUrl({ session: session.id, dossier: d.id }),
    },
    {
      si: /(formateur)/,
      libelle: 'Écrire ses titres et qualités',
      href: withQuery(personnesUrl(), { qui: 'intervenant' }),
    },
  ].find((x) => x.si.test(phrase))

/** Où s’écrit la mention que le gabarit n’a pas trouvée : la fiche du client, l’offre, l’échéancier… */
const ouEcrire = (
  phrase: string,
  session: SessionLue,
  d: DossierLu | undefined,
  maintenant: Date,
): Issue | undefined =>
  (d && ouEcrireAilleurs(phrase, session, d)) ??
  (deLOffre.test(phrase) ? issueDeLOffre(phrase, session, maintenant) : undefined)

/** Les écrans d’un refus de pièce ; `ici` : la page où l’on revient. Sans dossier, ceux de la session seule. */
export const issuesDePiece = (
  r: Refus,
  session: SessionLue,
  ici: string,
  maintenant: Date,
  d?: DossierLu,
): { readonly phrase: string; readonly issues?: readonly Issue[] } => {
  const duClient =
    d &&
    {
      'sans-signataire': { libelle: 'Nommer un signataire', href: signatairesUrl() },
      'sans-stagiaire': {
        libelle: 'Dire qui vient',
        href: withQuery(inscrireUrl({ session: session.id }), { dossier: d.id }),
      },
    }[r.code]
  const issue: Issue | undefined =
    communes(r, session) ??
    duClient ??
    (r.code === 'offre-muette' ? issueDeLOffre(r.phrase, session, maintenant) : undefined) ??
    (r.code === 'mention-absente' ? ouEcrire(r.phrase, session, d, maintenant) : undefined)
  return issue && (!issue.droit || peutSuivre(issue.droit, { liste: true }))
    ? { phrase: r.phrase, issues: [{ libelle: issue.libelle, href: withQuery(issue.href, { suite: ici }) }] }
    : { phrase: r.phrase }
}

/** L’écran qui rouvre les inscriptions : leur ouverture, ou la capacité. Rien : la session n’en prend plus. */
export const issueDInscrire = (
  r: NonNullable<ReturnType<typeof refusDInscrire>>,
  session: Pick<SessionLue, 'id' | 'etat'>,
): Issue | undefined =>
  r.code === 'pas-ouverte'
    ? {
        libelle: gestePassage(session.etat, 'ouverte'),
        href: etatSessionUrl({ session: session.id, vers: 'ouverte' }),
      }
    : r.code === 'complet' && etatsModifiables.has(session.etat)
      ? { libelle: 'Changer la capacité', href: modifierSessionUrl({ session: session.id }) }
      : undefined
