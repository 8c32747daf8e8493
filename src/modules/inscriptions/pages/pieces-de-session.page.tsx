import { Hono } from 'hono'
import { z } from 'zod'
import { accorder, compter, de, enumerer, formaterNombre } from '#kernel/texte.ts'
import { piecesSuivies, pieceUrl, reglementUrl } from '#modules/documents/index.ts'
import { droits, exigerDroit, peutVisiteur, Vers } from '#modules/organisme/index.ts'
import {
  estSienne,
  modaliteDe,
  modifierSessionUrl,
  partTenue,
  type SessionLue,
} from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { Button, Empty, Etat, Form, Page, Section, Table } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { emptyForm, type FormState, readForm, withAlert } from '#web/form.ts'
import { forbidden } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { type DossierLu, listerDossiers, listerRemises, type RemiseLue } from '../db/dossiers.queries.ts'
import { type Inscrit, listerInscrits } from '../db/inscriptions.queries.ts'
import { aCommence, direDebut } from '../domain/a-temps.ts'
import { tropTardPourConvoquer } from '../domain/arrivee.ts'
import type { DossierId, Regime } from '../domain/dossier.ts'
import { direRemises } from '../domain/remises.ts'
import { direRetenus } from '../gestes/passer-inscription.ts'
import { convoquer, remettreInformations } from '../gestes/remettre-pieces.ts'
import { retientInscription, retientLesPieces } from '../lecture/ce-qui-retient.ts'
import { seRefait } from '../lecture/convocations-a-refaire.ts'
import { enEst } from '../lecture/portee.ts'
import { dossierUrl, piecesDeSessionUrl } from '../liens.ts'
import { cheminDe, pourSession } from './commun.ts'
import { type Issue, issuesDePiece } from './issues.ts'
import { Retenues, type UneRetenue } from './retenues.tsx'

type Ligne = {
  readonly i: Inscrit
  readonly remises: readonly RemiseLue[]
  /** Celui de son dossier ; nul, elle est inscrite hors dossier. */
  readonly regime: Regime | null
  readonly convocation:
    | {
        readonly id: Parameters<typeof pieceUrl>[0]['piece']
        readonly numero: string
        /** Ce qu’elle dit d’ancien ; rien : elle vaut. */
        readonly perimee: ReturnType<typeof seRefait>
      }
    | undefined
  /** Pourquoi la convocation attendrait ; rien si elle peut partir. */
  readonly attend: string | undefined
  /** Son premier jour est venu, ou aucune demi-journée ne lui reste : elle ne se convoque plus. */
  readonly tropTard: boolean
}

type Lu = {
  readonly lignes: readonly Ligne[]
  /** Ce qui retient tout : les pièces que l’envoi joindrait. */
  readonly retenues: readonly UneRetenue[]
  readonly attentes: readonly UneRetenue[]
  /** « le lundi 7 décembre 2026 à 9 h », une fois cette heure passée. */
  readonly commencee: string | undefined
}

const lire = async (
  services: Services,
  tx: TenantTx,
  session: SessionLue,
  portee: Parameters<typeof enEst>[0],
): Promise<Lu> => {
  const remises = await listerRemises(tx, { session: session.id })
  const dossiers = new Map((await listerDossiers(tx, session.id)).map((d) => [d.id, d]))
  const tous = await listerInscrits(tx, session.id)
  const tenues = tous.filter((i) => i.etat === 'inscrit').length
  const places = session.capacite === null ? null : session.capacite - tenues
  const maintenant = services.clock.now()
  const lignes: Ligne[] = []
  const montres = tous.filter((x) => x.closeLe === null && enEst(portee, x.dossier))
  const { seances } = partTenue(session)
  const convocations = new Map(
    (
      await piecesSuivies(
        tx,
        montres.map((i) => i.id),
      )
    )
      .filter((p) => p.genre === 'convocation')
      .map((p) => [
        p.objet,
        {
          id: p.id,
          numero: p.numero,
          perimee: montres.flatMap((i) => (i.id === p.objet ? (seRefait(p, i, session) ?? []) : []))[0],
        },
      ]),
  )
  for (const i of montres)
    lignes.push({
      i,
      remises: remises.filter((r) => r.inscription === i.id),
      regime: (i.dossier && dossiers.get(i.dossier)?.regime) ?? null,
      convocation: convocations.get(i.id),
      attend: retientInscription(
        i,
        { session, dossier: i.dossier ? dossiers.get(i.dossier) : undefined, remises, places },
        maintenant,
      ),
      tropTard: tropTardPourConvoquer(seances, i.arriveeLe, maintenant),
    })
  const premiere = seances[0]
  const ici = piecesDeSessionUrl({ session: session.id })
  const manques = lignes.length === 0 ? [] : await retientLesPieces(services, tx, session)
  return {
    lignes,
    retenues: manques.map((m) => issuesDePiece(m, session, ici, maintenant)),
    attentes: attentesDe(session, lignes, dossiers),
    commencee: premiere && aCommence(premiere, maintenant) ? direDebut(premiere) : undefined,
  }
}

/** Qui attend encore sa convocation, pourquoi, et le dossier où cela se lève. */
const attentesDe = (
  session: SessionLue,
  lignes: readonly Ligne[],
  dossiers: ReadonlyMap<DossierId, DossierLu>,
): readonly UneRetenue[] =>
  [...Map.groupBy(lignes, (l) => l.i.dossier)].flatMap(([dossier, siennes]) => {
    const client = dossier ? dossiers.get(dossier)?.client : undefined
    const retenus = siennes.flatMap(({ i, attend }) =>
      attend ? [{ nom: `${i.prenom} ${i.nom}`, phrase: attend }] : [],
    )
    return direRetenus(retenus).map((phrase) => ({
      phrase,
      ...(dossier && client
        ? {
            issues: [
              {
                libelle: `Ouvrir le dossier ${de(client)}`,
                href: dossierUrl({ session: session.id, dossier }),
              },
            ],
          }
        : {}),
    }))
  })

/** « 3 avaient déjà leur convocation ». */
const dejaRecu = (convoque: boolean, n: number): string =>
  convoque
    ? accorder(n, 'sa convocation', 'leur convocation')
    : accorder(n, 'ses informations', 'leurs informations')

/** N’empêche rien, mais une convocation figée ne change plus : la page réclame d’abord ce qui y manquerait. */
const AvantDeConvoquer = ({ session }: { session: SessionLue }) => {
  const tenues = session.seances.filter((s) => s.tenue)
  const sansModalite = tenues.filter((s) => modaliteDe(s, session) === 'mixte').length
  const sansLien = !session.lienConnexion && tenues.some((s) => modaliteDe(s, session) === 'distance')
  const lignes = [
    ...(sansModalite > 0
      ? [
          `${compter(sansModalite, 'demi-journée', { pluriel: 'demi-journées' })} à dire\u00a0: sur place, ou à distance\u00a0? La convocation dira alors quand se déplacer.`,
        ]
      : []),
    ...(sansLien ? ['Le lien de connexion n’est pas écrit\u00a0: la convocation ne le donnera pas.'] : []),
  ]
  return lignes.length === 0 ? null : (
    <p class="sub">
      {lignes.join(' ')} <a href={modifierSessionUrl({ session: session.id })}>Compléter la session</a>
    </p>
  )
}

const VueSession = (
  p: Lu & { session: SessionLue; form: FormState; peutEmettre: boolean; peutConvoquer: boolean },
) => {
  const { session, lignes, retenues, attentes, commencee } = p
  const sans = lignes.filter((l) => !l.convocation || l.convocation.perimee)
  const anciennes = sans.filter((l) => l.convocation)
  const convocables = sans.filter((l) => !l.attend && !l.tropTard)
  const perdues = sans.filter((l) => l.tropTard).map(({ i }) => `${i.prenom} ${i.nom}`)
  const aInscrire = p.peutConvoquer ? convocables.filter((l) => l.i.etat !== 'inscrit') : []
  return (
    <Page
      title="Remises et convocations"
      lede={`${session.intitule}. Avant l’inscription définitive, chacun reçoit ses informations, le programme et le règlement intérieur (L6353-8) ; avant le premier jour, sa convocation.`}
      path={cheminDe(session)}
      alert={p.form.alert}
    >
      {lignes.length === 0 ? (
        <Empty titre="Personne n’est inscrit">
          Les remises et les convocations partiront d’ici, d’un seul geste.
        </Empty>
      ) : (
        <>
          <Table
            legende="Ce que chacun a reçu"
            lignes={lignes}
            colonnes={[
              {
                titre: 'Stagiaire',
                entete: true,
                cell: ({ i }) =>
                  i.dossier ? (
                    <a href={dossierUrl({ session: session.id, dossier: i.dossier })}>
                      {i.prenom} {i.nom}
                    </a>
                  ) : (
                    `${i.prenom} ${i.nom}`
                  ),
              },
              {
                titre: 'Remis (L6353-8)',
                cell: ({ remises, regime }) => <Etat {...direRemises(remises, regime)} />,
              },
              {
                titre: 'Convocation',
                cell: ({ i, convocation }) =>
                  convocation ? (
                    <>
                      <a href={pieceUrl({ piece: convocation.id })}>{convocation.numero}</a>
                      {convocation.perimee ? (
                        <>
                          {' '}
                          <Etat
                            etat="manquant"
                            mot={convocation.perimee === 'lieu' ? 'à l’ancien lieu' : 'aux anciennes dates'}
                          />
                        </>
                      ) : null}
                    </>
                  ) : i.etat === 'inscrit' ? (
                    <Etat etat="a-venir" mot="à convoquer" />
                  ) : (
                    <Etat etat="sans-objet" mot="pas encore inscrit" />
                  ),
              },
              {
                titre: 'Courriel',
                cell: ({ i }) => i.courriel ?? <Etat etat="manquant" mot="sans courriel" />,
              },
            ]}
          />
          {p.peutEmettre || p.peutConvoquer ? (
            <Section titre="Envoyer" id="envoyer">
              {retenues.length > 0 ? (
                <Retenues avant="avant tout envoi" lignes={retenues} />
              ) : (
                <>
                  <Form form={p.form} classe="actions">
                    <p>
                      {p.peutEmettre ? (
                        <Button genre="main" geste="remettre">
                          Remettre les informations à tous
                        </Button>
                      ) : null}
                      {p.peutConvoquer && convocables.length > 0 ? (
                        <Button genre="call" geste="convoquer">
                          {convocables.length === anciennes.length
                            ? `Convoquer de nouveau ${compter(convocables.length, 'personne')}`
                            : convocables.length === lignes.length
                              ? 'Convoquer toute la session'
                              : `Convoquer ${compter(convocables.length, 'personne')}`}
                        </Button>
                      ) : null}
                    </p>
                    <p class="sub">
                      Qui a déjà reçu ne reçoit rien de nouveau
                      {anciennes.length > 0
                        ? ', sauf une convocation qui dit d’anciennes dates, ou un ancien lieu : la nouvelle la remplace'
                        : ''}
                      . Le{' '}
                      <Vers droit="documents.emettre" href={reglementUrl()}>
                        règlement intérieur
                      </Vers>{' '}
                      et le programme partent avec.
                      {aInscrire.length > 0
                        ? ` Convoquer rend ${accorder(aInscrire.length, 'définitive une inscription', `définitives ${formaterNombre(aInscrire.length)} inscriptions`)} : ${enumerer(aInscrire.map(({ i }) => `${i.prenom} ${i.nom}`))}.`
                        : ''}
                    </p>
                  </Form>
                  {p.peutConvoquer && convocables.length > 0 ? <AvantDeConvoquer session={session} /> : null}
                  {p.peutConvoquer && sans.length === 0 ? <p class="sub">Chacun est convoqué.</p> : null}
                  {p.peutConvoquer && sans.some((l) => l.tropTard) && commencee ? (
                    <p class="sub">L’action a commencé {commencee} : on ne convoque plus.</p>
                  ) : null}
                  {p.peutConvoquer && !commencee && perdues.length > 0 ? (
                    <p class="sub">
                      Aucune demi-journée ne se tient depuis le premier jour noté pour {enumerer(perdues)} :
                      changez ce jour, dans son inscription, avant de convoquer.
                    </p>
                  ) : null}
                  {p.peutConvoquer && !commencee && attentes.length > 0 ? (
                    <Retenues avant="avant de les convoquer" lignes={attentes} />
                  ) : null}
                </>
              )}
            </Section>
          ) : null}
        </>
      )}
    </Page>
  )
}

export const piecesDeSessionPages = (services: Services) =>
  new Hono<Env>()
    .use(piecesDeSessionUrl.modele, exigerDroit('inscriptions.lire'))
    .get(piecesDeSessionUrl.modele, (c) =>
      pourSession(c, services.db, 'inscriptions.lire', async (tx, visiteur, session, portee) => {
        const estSien = estSienne(session, visiteur.personneId)
        return c.html(
          <VueSession
            session={session}
            {...(await lire(services, tx, session, portee))}
            form={emptyForm()}
            peutEmettre={peutVisiteur(visiteur, 'documents.emettre')}
            peutConvoquer={peutVisiteur(visiteur, 'inscriptions.convoquer', { estSien })}
          />,
        )
      }),
    )
    .post(piecesDeSessionUrl.modele, async (c) => {
      const lu = await readForm(z.object({}), c)
      return pourSession(c, services.db, 'inscriptions.lire', async (tx, visiteur, session, portee) => {
        const convoque = lu.ok && lu.geste === 'convoquer'
        const droit = convoque ? 'inscriptions.convoquer' : 'documents.emettre'
        const estSien = estSienne(session, visiteur.personneId)
        if (!visiteur.organisme || !peutVisiteur(visiteur, droit, { estSien }))
          return forbidden(c, droits[droit].phrase)
        const rendre = async (
          titre: string,
          dit: { readonly phrase: string; readonly issues?: readonly Issue[] },
          status: 409 | 413 | 415 | 422,
        ) =>
          c.html(
            <VueSession
              session={session}
              {...(await lire(services, tx, session, portee))}
              form={withAlert(emptyForm(), { titre, ...dit })}
              peutEmettre
              peutConvoquer={convoque}
            />,
            status,
          )
        if (!lu.ok)
          return rendre(
            'Rien n’est parti',
            { phrase: lu.form.alert?.phrase ?? 'Recommencez.' },
            lu.status === 200 ? 422 : lu.status,
          )
        const faire = convoque ? convoquer : remettreInformations
        const r = await faire(services, tx, session, visiteur.organisme.id)
        if (!r.ok)
          return rendre(
            'Rien n’est parti',
            issuesDePiece(
              r.error,
              session,
              piecesDeSessionUrl({ session: session.id }),
              services.clock.now(),
            ),
            409,
          )
        const { parties, deja, sansCourriel, retenus, inscrits } = r.value
        const suite = [
          inscrits > 0
            ? `${compter(inscrits, 'inscription')} ${accorder(inscrits, 'devient définitive', 'deviennent définitives')}.`
            : '',
          deja > 0 ? `${deja} ${deja > 1 ? 'avaient' : 'avait'} déjà ${dejaRecu(convoque, deja)}.` : '',
          sansCourriel.length > 0
            ? `Sans courriel, à remettre en main propre : ${enumerer(sansCourriel)}.`
            : '',
          ...direRetenus(retenus),
        ]
          .filter(Boolean)
          .join(' ')
        return redirectWith(c, piecesDeSessionUrl({ session: session.id }), {
          genre: parties > 0 ? 'fait' : 'passe',
          fort: convoque
            ? `${compter(parties, 'convocation', { zero: 'Aucune convocation' })} émise${parties > 1 ? 's' : ''}.`
            : `${compter(parties, 'remise', { zero: 'Aucune remise' })} en route.`,
          ...(suite ? { suite } : {}),
        })
      })
    })
