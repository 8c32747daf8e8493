import { compter, enumerer } from '#kernel/texte.ts'
import type { Inscrit, ManqueBpf } from '#modules/inscriptions/index.ts'
import {
  type EtatSession,
  ecartDeDuree,
  etatGarde,
  etatSessionUrl,
  etatsModifiables,
  type Garde,
  gardes,
  gestePassage,
  type Modalite,
  modaliteDe,
  modifierSessionUrl,
  motGarde,
  passageQuiSuit,
  reponsesDe,
  type SessionLue,
} from '#modules/sessions/index.ts'
import type { FaitsDeSession, ManqueDeSession } from '#web/contributions.ts'
import { manquesBpf } from './manques-bpf.tsx'
import { ouLever } from './ou-lever.ts'

/** Attendre n’est pas manquer : ces conditions viennent avec le calendrier. */
const duTemps: ReadonlySet<Garde> = new Set([
  'premiere-seance-atteinte',
  'derniere-seance-passee',
  'froid-passe',
])

/** Pour quand une condition est attendue. */
const motAvant: Partial<Record<EtatSession, string>> = {
  ouverte: 'avant d’ouvrir',
  confirmee: 'avant de confirmer',
  'en-cours': 'avant de commencer',
  terminee: 'avant de terminer',
  cloturee: 'avant de clôturer',
}

/** Sans effectif minimal écrit, une personne suffit : c’est qu’il n’y en a aucune, et la phrase le dit ainsi. */
const phraseDe = (g: Garde, session: Pick<SessionLue, 'effectifMin'>): string =>
  g === 'effectif-atteint' && session.effectifMin === null
    ? 'Personne n’est encore inscrit définitivement.'
    : gardes[g]

type Regard = {
  readonly session: SessionLue
  readonly inscrits: readonly Inscrit[] | undefined
  readonly faits: Required<FaitsDeSession>
  readonly bpf: readonly ManqueBpf[]
  readonly maintenant: Date
  readonly peut: { readonly planifier: boolean }
}

/** De ce qui vient : les demi-journées d’une session mixte que personne n’a dites, et le lien sans lequel on ne suit rien à distance. */
const manquesDeModalite = (
  session: SessionLue,
  maintenant: Date,
  planifie: boolean,
): readonly ManqueDeSession[] => {
  if (!etatsModifiables.has(session.etat)) return []
  const aVenir = session.seances.filter((s) => s.tenue && s.fin > maintenant)
  const dites = (m: Modalite) => aVenir.filter((s) => modaliteDe(s, session) === m).length
  const geste = (mot: string) =>
    planifie ? <a href={modifierSessionUrl({ session: session.id })}>{mot}</a> : ''
  const sansModalite = dites('mixte')
  return [
    ...(sansModalite > 0
      ? [
          {
            etat: 'partiel' as const,
            chose: (
              <>
                <strong>Sur place ou à distance : à dire</strong> de{' '}
                {compter(sansModalite, 'demi-journée', { pluriel: 'demi-journées' })}. La convocation dira
                alors quand se déplacer.
              </>
            ),
            qui: 'L’équipe',
            quand: 'avant de convoquer',
            geste: geste('Le dire'),
          },
        ]
      : []),
    ...(dites('distance') > 0 && !session.lienConnexion
      ? [
          {
            etat: 'partiel' as const,
            chose: (
              <>
                <strong>Lien de connexion à écrire</strong> : une part se suit à distance.
              </>
            ),
            qui: 'L’équipe',
            quand: 'avant de convoquer',
            geste: geste('L’écrire'),
          },
        ]
      : []),
  ]
}

/** Interrompue, sans demi-journée à venir : elle reprend à de nouvelles dates, ou finit là. Rien n’oblige à l’une plutôt qu’à l’autre. */
const deuxIssues = ({ id }: SessionLue, planifie: boolean): ManqueDeSession => ({
  etat: 'a-juger',
  chose: (
    <>
      <strong>Reprendre, ou s’arrêter là</strong> : l’action est interrompue, et plus aucune demi-journée
      n’est à venir. Posez de nouvelles dates pour la reprendre, ou arrêtez-la où elle en est.
    </>
  ),
  qui: 'L’équipe',
  quand: 'à décider',
  geste: planifie ? (
    <>
      <a href={modifierSessionUrl({ session: id })}>Poser de nouvelles dates</a> ou{' '}
      <a href={etatSessionUrl({ session: id, vers: 'terminee' })}>
        {gestePassage('interrompue', 'terminee')}
      </a>
    </>
  ) : (
    ''
  ),
})

/** « Ce qui manque » à une session : ce que chaque module en sait, les conditions du passage qui suit, les courriels, le bilan. */
export const quiManque = ({ session, inscrits, faits, bpf, maintenant, peut }: Regard): ManqueDeSession[] => {
  const reponses = reponsesDe(session, faits.gardes, maintenant)
  const suite = passageQuiSuit(session.etat, reponses)
  const lien = suite && etatSessionUrl({ session: session.id, vers: suite.vers })
  const desGardes = (suite?.gardes ?? []).flatMap((g): ManqueDeSession[] => {
    const etat = etatGarde(g, reponses)
    if (etat === 'satisfaite' || duTemps.has(g)) return []
    const issue = ouLever(g, session)
    if (session.etat === 'interrompue' && g === 'seance-a-venir') return [deuxIssues(session, peut.planifier)]
    return [
      {
        etat: etat === 'non-satisfaite' ? 'manquant' : 'a-juger',
        chose:
          etat === 'non-satisfaite' ? (
            phraseDe(g, session)
          ) : (
            <>
              <strong>{motGarde[g]}</strong> : non vérifiable ici, à juger par vous.
            </>
          ),
        qui: 'L’équipe',
        quand: (suite && motAvant[suite.vers]) ?? '',
        geste:
          peut.planifier && lien ? (
            <a href={issue?.href ?? lien}>{issue?.libelle ?? 'Voir les conditions'}</a>
          ) : (
            ''
          ),
      },
    ]
  })
  const muets = (inscrits ?? []).filter((i) => i.etat === 'inscrit' && i.courriel === null)
  const sansCourriel: ManqueDeSession[] =
    muets.length === 0
      ? []
      : [
          {
            etat: 'partiel',
            chose: (
              <>
                <strong>{compter(muets.length, 'courriel')} à demander</strong> :{' '}
                {enumerer(muets.slice(0, 4).map((i) => `${i.prenom} ${i.nom}`))}
                {muets.length > 4 ? `, et ${muets.length - 4} de plus` : ''}. Sans courriel, pas de lien de
                signature ni de pièce envoyée.
              </>
            ),
            qui: 'L’équipe',
            quand:
              session.seances[0] && session.seances[0].debut < maintenant
                ? session.seances.every((s) => s.fin <= maintenant)
                  ? 'pour envoyer ses papiers'
                  : 'pour la prochaine séance'
                : 'avant la première séance',
            geste: <a href="#stagiaires">Voir</a>,
          },
        ]
  const ecart = ecartDeDuree(session)
  const duree: ManqueDeSession[] = ecart
    ? [
        {
          etat: 'a-juger',
          chose: (
            <>
              <strong>Durée</strong> : {ecart}
            </>
          ),
          qui: 'L’équipe',
          quand: 'avant d’émettre la convention',
          geste:
            peut.planifier && etatsModifiables.has(session.etat) ? (
              <a href={modifierSessionUrl({ session: session.id })}>Changer les séances</a>
            ) : (
              ''
            ),
        },
      ]
    : []
  // Ce qui manque d’abord, puis ce qui n’est fait qu’à moitié, puis ce qui se juge.
  const rang = (m: ManqueDeSession) =>
    ['manquant', 'partiel', 'a-juger', 'a-venir', 'sans-objet', 'prouve'].indexOf(m.etat)
  return [
    ...faits.manques,
    ...desGardes,
    ...manquesDeModalite(session, maintenant, peut.planifier),
    ...duree,
    ...sansCourriel,
    ...manquesBpf(bpf),
  ].toSorted((a, b) => rang(a) - rang(b))
}
