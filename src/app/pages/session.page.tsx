/**
 * La page d'une session. Elle est ici parce qu'elle montre ce que font des modules de rang supérieur aux sessions :
 * inscriptions, puis ce que chacun apporte par `contributionsSession`.
 */
import { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { formaterPeriode } from '#kernel/dates.ts'
import { formaterDuree } from '#kernel/heures.ts'
import { centimes, formaterMontant } from '#kernel/montant.ts'
import { compter, enumerer, majuscule, minuscule } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT, zones } from '#kernel/zones.ts'
import {
  enEst,
  estEnVoie,
  etatComplet,
  faitsBpf,
  type Inscrit,
  inscrireUrl,
  inscritsUneFois,
  type ManqueBpf,
  manquesDuBpf,
  motEtatInscription,
  porteeDe,
  refusDInscrire,
  voitQuelqueChose,
} from '#modules/inscriptions/index.ts'
import { droits, exigerDroit, motsDuPrix, peutVisiteur } from '#modules/organisme/index.ts'
import {
  annoncerSessionUrl,
  changementUneFois,
  type EtatSession,
  estSienne,
  etatSessionUrl,
  gestePassage,
  etatsModifiables as modifiables,
  modifierSessionUrl,
  motEtat,
  motModalite,
  motNature,
  passagesOfferts,
  reponsesDe,
  type SessionLue,
  seLitAuTableau,
  sessionsUrl,
} from '#modules/sessions/index.ts'
import type { Services } from '#platform/services.ts'
import { ButtonLink, Facts, Manques, Page, Section, Timeline } from '#web/components.tsx'
import type { FaitsDeSession, SessionContribution } from '#web/contributions.ts'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { forbidden } from '#web/http/errors.tsx'
import { emporterSessionUrl } from '../liens.ts'
import { faitsDe, pourSession, sessionPath } from './commun.ts'
import { ceQuiSeDefait, Revenir } from './defaire-session.page.tsx'
import { vientDArriver } from './depart.tsx'
import { ligneDe } from './ligne-session.ts'
import { quiManque } from './manques-session.tsx'
import { offreSuivie } from './offre-suivie.tsx'
import { Seances } from './seances-session.tsx'
import { Stagiaires } from './stagiaires-session.tsx'
import { bloquantes, EtMaintenant, suitesDe } from './suites-session.tsx'

type Vu = {
  readonly session: SessionLue
  /** Absent : pas le droit de lire les inscriptions. */
  readonly inscrits: readonly Inscrit[] | undefined
  readonly faits: Required<FaitsDeSession>
  /** Ce que chaque module montre, dans l’ordre des rangs. */
  readonly sections: readonly { readonly nom: string; readonly section: Child }[]
  /** Ce que le BPF demandera ; vide tant que la session n'est pas finie. */
  readonly bpf: readonly ManqueBpf[]
  readonly maintenant: Date
  /** Le dernier changement, ou la planification même, se défait encore. */
  readonly defaire: 'changement' | 'planification' | undefined
  readonly arrivees: ReadonlySet<string>
  /** Ce qui empêche d’inscrire. Compte les places tenues, toutes : même de clients que la personne ne suit pas. */
  readonly ferme: ReturnType<typeof refusDInscrire>
  readonly peut: { readonly planifier: boolean; readonly annuler: boolean; readonly inscrire: boolean }
}

/** Au-delà, « Ce qui manque » se replie : le tableau des présences resterait hors de l’écran. */
const manquesMontres = 6

/** Les états où l'action est faite : c'est là que le bilan se prépare. */
const finies: ReadonlySet<EtatSession> = new Set(['terminee', 'cloturee', 'archivee'])

/** Ce que la liste des stagiaires devient dans un tableur. */
const csvDesStagiaires = ({ zone }: SessionLue, inscrits: readonly Inscrit[]) =>
  enCsv(
    ['Nom', 'Prénom', 'Courriel', 'Employeur', 'SIRET', 'État', 'Motif', 'Inscrit le', 'Premier jour'],
    inscrits.map((i) => [
      i.nom,
      i.prenom,
      i.courriel,
      i.employeur,
      i.siret,
      motEtatInscription[etatComplet(i)],
      i.motif,
      jourLocal(i.inscriteLe, zone),
      i.arriveeLe,
    ]),
  )

const Suite = ({ session, faits, maintenant, peut }: Vu) => {
  const offertes = passagesOfferts(session.etat, reponsesDe(session, faits.gardes, maintenant)).filter((t) =>
    t.motif ? peut.annuler : peut.planifier,
  )
  if (session.etat === 'annulee') return <p>Annulée : {session.motif}</p>
  const attente =
    session.etat === 'reportee' || session.etat === 'interrompue' ? (
      <p>
        {majuscule(motEtat[session.etat])} : {session.motif}
      </p>
    ) : null
  return (
    <>
      {attente}
      {offertes.length === 0 ? (
        <p>Aucun geste ne vous est ouvert ici pour l’instant.</p>
      ) : (
        <p class="gestes-l">
          {offertes.map((t, i) => (
            <>
              {i > 0 ? ' ' : ''}
              {t.motif ? (
                <a href={etatSessionUrl({ session: session.id, vers: t.vers })}>
                  {gestePassage(session.etat, t.vers)}
                </a>
              ) : bloquantes(session, t, faits.gardes, maintenant).length > 0 ? (
                <a href={etatSessionUrl({ session: session.id, vers: t.vers })}>
                  Ce qui manque pour {minuscule(gestePassage(session.etat, t.vers))}
                </a>
              ) : (
                <ButtonLink href={etatSessionUrl({ session: session.id, vers: t.vers })} genre="main">
                  {gestePassage(session.etat, t.vers)}
                </ButtonLink>
              )}
            </>
          ))}
        </p>
      )}
    </>
  )
}

const Vue = (vu: Vu) => {
  const { session: s, inscrits, faits, sections, peut, maintenant, ferme } = vu
  const manques = quiManque(vu)
  // Commencée, et assez courte pour tenir en un tableau : les présences passent devant.
  const tenue = seLitAuTableau(s.seances, maintenant)
  const enTete = sections.filter((x) => x.nom === 'emargement').map((x) => x.section)
  const suite = sections.filter((x) => x.nom !== 'emargement').map((x) => x.section)
  const enCours = inscrits?.filter((i) => i.etat === 'inscrit').length
  const enVoie = inscrits?.filter((i) => estEnVoie(i.etat)).length
  const tous = [
    ...new Set(s.seances.flatMap((x) => x.intervenants.map((i) => `${i.prenom} ${i.nom}`.trim()))),
  ]
  const dates = s.debut && s.fin ? formaterPeriode(s.debut, s.fin, 'long') : 'à poser'
  return (
    <Page
      title={s.debut && s.fin ? `${s.intitule}, ${formaterPeriode(s.debut, s.fin)}` : s.intitule}
      heading={s.intitule}
      path={[{ libelle: 'Sessions', href: sessionsUrl() }]}
      facts={
        <>
          <Facts
            faits={[
              [
                'Session',
                <>
                  <span class="ref">{s.numero}</span>, {motEtat[s.etat]}
                </>,
              ],
              ['Dates', dates],
              [
                'Durée',
                `${formaterDuree(s.minutes)}, ${compter(s.seances.length, 'demi-journée', { pluriel: 'demi-journées' })}`,
              ],
              ...offreSuivie(s, maintenant, peut.planifier),
              ['Modalité', motModalite[s.modalite]],
              ['Lieu', s.zone === ZONE_PAR_DEFAUT ? s.lieu : `${s.lieu} (${zones[s.zone]})`],
              ['Qui anime', tous.length > 1 ? enumerer(tous) : s.formateur],
              ...(s.prixCentimes === null
                ? []
                : [
                    [
                      'Prix',
                      `${formaterMontant(centimes(s.prixCentimes))} ${motsDuPrix(s.tva, s.debut ?? jourLocal(maintenant, s.zone)).annonce} par stagiaire`,
                    ] as const,
                  ]),
              ...(s.lienConnexion
                ? [['À distance', <a href={s.lienConnexion}>Rejoindre la salle virtuelle</a>] as const]
                : []),
              [
                'Stagiaires',
                [
                  enCours === undefined ? undefined : String(enCours),
                  s.capacite ? `capacité ${s.capacite}` : undefined,
                  s.effectifMin ? `au moins ${s.effectifMin}` : undefined,
                ]
                  .filter((t) => t !== undefined)
                  .join(', '),
              ],
            ]}
          />
          <EtMaintenant suites={suitesDe(vu)} />
        </>
      }
    >
      {vu.defaire ? <Revenir session={s} quoi={vu.defaire} /> : null}
      <Timeline titre="La ligne de la session" id="ligne" zones={ligneDe(s, faits, maintenant)} />
      <Section titre="Ce qui manque" id="manque">
        {manques.length === 0 ? (
          <p>Rien ne manque, de ce que le logiciel sait vérifier.</p>
        ) : (
          <>
            <Manques lignes={manques.slice(0, manquesMontres)} />
            {manques.length > manquesMontres ? (
              <details class="reste">
                <summary>{`Et ${manques.length - manquesMontres} de plus`}</summary>
                <Manques lignes={manques.slice(manquesMontres)} />
              </details>
            ) : null}
          </>
        )}
      </Section>
      {enTete}
      <Section
        titre="Séances"
        id="seances"
        sous={`${formaterDuree(s.minutes)} prévues, ${motNature[s.nature]}`}
        // La ligne de la session montre déjà ses jours.
        plie={
          s.etat === 'brouillon'
            ? undefined
            : compter(s.seances.length, 'demi-journée', { pluriel: 'demi-journées' })
        }
        {...(peut.planifier && modifiables.has(s.etat)
          ? {
              outils: [
                { libelle: 'Changer dates, lieu, intervenant', href: modifierSessionUrl({ session: s.id }) },
                {
                  libelle: s.annoncee ? 'Annoncée au public' : 'Annoncer au public',
                  href: annoncerSessionUrl({ session: s.id }),
                },
              ],
            }
          : {})}
      >
        <Seances session={s} faits={faits} planifie={peut.planifier} />
      </Section>
      {inscrits ? (
        <Section
          titre="Stagiaires"
          id="stagiaires"
          sous={`${s.capacite ? `${enCours} sur ${s.capacite}` : enCours}${enVoie ? `, et ${enVoie} en voie d’inscription` : ''}`}
          // Commencée, le tableau des présences les nomme déjà, une fois.
          plie={
            tenue && inscrits.length > 0
              ? 'Leur état, leur employeur, annuler ou noter un abandon'
              : undefined
          }
          {...(peut.inscrire && !ferme
            ? { outils: [{ libelle: 'Inscrire', href: inscrireUrl({ session: s.id }) }] }
            : {})}
        >
          <Stagiaires {...vu} />
        </Section>
      ) : null}
      {suite}
      <Section
        titre="Suite"
        id="suite"
        serre
        outils={[{ libelle: 'Tout emporter', href: emporterSessionUrl({ session: s.id }) }]}
      >
        <Suite {...vu} />
      </Section>
    </Page>
  )
}

export const sessionPage = (
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  contributions: readonly SessionContribution[],
) =>
  new Hono<Env>().get(sessionPath, exigerDroit('sessions.lire'), (c) =>
    pourSession(
      c,
      db,
      'sessions.lire',
      async (tx, visiteur, session) => {
        if (c.req.query('format') === 'csv') {
          const portee = await porteeDe(tx, visiteur, 'inscriptions.lire', session)
          if (!voitQuelqueChose(portee)) return forbidden(c, droits['inscriptions.lire'].phrase)
          const siens = (await inscritsUneFois(tx, session.id)).filter((i) => enEst(portee, i.dossier))
          return repondreCsv(c, `stagiaires-${session.numero}`, csvDesStagiaires(session, siens))
        }
        const objet = { estSien: estSienne(session, visiteur.personneId) }
        // Un seul instant pour toute la page : ce que deux sections demandent au même moment se lit une fois.
        const maintenant = clock.now()
        const [portee, tous, faits] = await Promise.all([
          porteeDe(tx, visiteur, 'inscriptions.lire', session),
          inscritsUneFois(tx, session.id),
          faitsDe(contributions, tx, session, visiteur, maintenant),
        ])
        const inscrits = voitQuelqueChose(portee) ? tous.filter((i) => enEst(portee, i.dossier)) : undefined
        const finie = portee === 'tout' && finies.has(session.etat)
        // Demandées ensemble : la base les prend à la suite, d’un seul envoi.
        const [defaire, bpf, sections, inscrire, arrivees] = await Promise.all([
          ceQuiSeDefait(tx, visiteur, session, maintenant),
          finie
            ? faitsBpf(
                tx,
                session,
                new Map([...faits.seances].map(([id, s]) => [id, s.etat === 'prouve'])),
                new Set(faits.presences.keys()),
              ).then(manquesDuBpf)
            : [],
          Promise.all(
            contributions
              .toSorted((a, b) => a.rang - b.rang)
              .map(async (k) => ({
                nom: k.nom,
                section: await k.section?.(tx, session.id, visiteur, maintenant),
              })),
          ),
          porteeDe(tx, visiteur, 'inscriptions.inscrire', session),
          Promise.all(
            (inscrits ?? []).map(async (i) =>
              (await vientDArriver(tx, session, i, maintenant)) ? [i.id] : [],
            ),
          ),
        ])
        return c.html(
          <Vue
            session={session}
            inscrits={inscrits}
            faits={faits}
            bpf={bpf}
            sections={sections.flatMap(({ nom, section }) =>
              section === undefined ? [] : [{ nom, section }],
            )}
            maintenant={maintenant}
            defaire={defaire}
            arrivees={new Set<string>(arrivees.flat())}
            ferme={refusDInscrire({ ...session, inscrits: tous.filter((i) => i.etat === 'inscrit').length })}
            peut={{
              planifier: peutVisiteur(visiteur, 'sessions.planifier', objet),
              annuler: peutVisiteur(visiteur, 'sessions.annuler', objet),
              inscrire: voitQuelqueChose(inscrire),
            }}
          />,
        )
      },
      (tx, id, visiteur) => [
        inscritsUneFois(tx, id),
        changementUneFois(tx, id),
        ...contributions.flatMap((k) => k.prelire?.(tx, id, visiteur) ?? []),
      ],
    ),
  )
