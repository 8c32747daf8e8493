import { Hono } from 'hono'
import { z } from 'zod'
import { compter, enumerer } from '#kernel/texte.ts'
import { piecesCourantes, pieceUrl, reglementUrl } from '#modules/documents/index.ts'
import { droits, exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { Button, Empty, Etat, Form, Page, Section, Table } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { emptyForm, type FormState, readForm, withAlert } from '#web/form.ts'
import { forbidden } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { listerDossiers, listerRemises, type RemiseLue } from '../db/dossiers.queries.ts'
import { type Inscrit, listerInscrits } from '../db/inscriptions.queries.ts'
import type { Regime } from '../domain/dossier.ts'
import { direRemises } from '../domain/remises.ts'
import { dossierUrl, piecesDeSessionUrl } from '../liens.ts'
import { enEst } from '../portee.ts'
import { convoquer, remettreInformations } from '../remettre-pieces.ts'
import { cheminDe, pourSession } from './commun.ts'

type Ligne = {
  readonly i: Inscrit
  readonly remises: readonly RemiseLue[]
  /** Celui de son dossier ; nul, elle est inscrite hors dossier. */
  readonly regime: Regime | null
  readonly convocation:
    | { readonly id: Parameters<typeof pieceUrl>[0]['piece']; readonly numero: string }
    | undefined
}

const lire = async (tx: TenantTx, session: SessionLue): Promise<Ligne[]> => {
  const remises = await listerRemises(tx, { session: session.id })
  const regimes = new Map((await listerDossiers(tx, session.id)).map((d) => [d.id, d.regime]))
  const lignes: Ligne[] = []
  for (const i of (await listerInscrits(tx, session.id)).filter((x) => x.closeLe === null))
    lignes.push({
      i,
      remises: remises.filter((r) => r.inscription === i.id),
      regime: (i.dossier && regimes.get(i.dossier)) ?? null,
      convocation: (await piecesCourantes(tx, { genre: 'convocation', objet: i.id }))[0],
    })
  return lignes
}

const VueSession = (p: {
  session: SessionLue
  lignes: readonly Ligne[]
  form: FormState
  peutEmettre: boolean
  peutConvoquer: boolean
}) => {
  const { session, lignes } = p
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
                    <a href={pieceUrl({ piece: convocation.id })}>{convocation.numero}</a>
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
              <Form form={p.form} classe="actions">
                <p>
                  {p.peutEmettre ? (
                    <Button genre="main" geste="remettre">
                      Remettre les informations à tous
                    </Button>
                  ) : null}
                  {p.peutConvoquer ? (
                    <Button genre="call" geste="convoquer">
                      Convoquer toute la session
                    </Button>
                  ) : null}
                </p>
                <p class="sub">
                  Qui a déjà reçu ne reçoit rien de nouveau. Le{' '}
                  <a href={reglementUrl()}>règlement intérieur</a> et le programme partent avec.
                </p>
              </Form>
            </Section>
          ) : null}
        </>
      )}
    </Page>
  )
}

const chemin = '/sessions/:session/pieces' as const

export const piecesDeSessionPages = (services: Services) =>
  new Hono<Env>()
    .use(chemin, exigerDroit('inscriptions.lire'))
    .get(chemin, (c) =>
      pourSession(c, services.db, 'inscriptions.lire', async (tx, visiteur, session, portee) => {
        const estSien = session.formateurId === visiteur.personneId
        return c.html(
          <VueSession
            session={session}
            lignes={(await lire(tx, session)).filter(({ i }) => enEst(portee, i.dossier))}
            form={emptyForm()}
            peutEmettre={peutVisiteur(visiteur, 'documents.emettre')}
            peutConvoquer={peutVisiteur(visiteur, 'inscriptions.convoquer', { estSien })}
          />,
        )
      }),
    )
    .post(chemin, async (c) => {
      const lu = await readForm(z.object({}), c)
      return pourSession(c, services.db, 'inscriptions.lire', async (tx, visiteur, session, portee) => {
        const convoque = lu.ok && lu.geste === 'convoquer'
        const droit = convoque ? 'inscriptions.convoquer' : 'documents.emettre'
        const estSien = session.formateurId === visiteur.personneId
        if (!visiteur.organisme || !peutVisiteur(visiteur, droit, { estSien }))
          return forbidden(c, droits[droit].phrase)
        const rendre = async (titre: string, phrase: string, status: 409 | 413 | 415 | 422) =>
          c.html(
            <VueSession
              session={session}
              lignes={(await lire(tx, session)).filter(({ i }) => enEst(portee, i.dossier))}
              form={withAlert(emptyForm(), { titre, phrase })}
              peutEmettre
              peutConvoquer={convoque}
            />,
            status,
          )
        if (!lu.ok)
          return rendre(
            'Rien n’est parti',
            lu.form.alert?.phrase ?? 'Recommencez.',
            lu.status === 200 ? 422 : lu.status,
          )
        const faire = convoque ? convoquer : remettreInformations
        const r = await faire(services, tx, session, visiteur.organisme.id)
        if (!r.ok) return rendre('Rien n’est parti', r.error.phrase, 409)
        const { parties, deja, sansCourriel, retenus } = r.value
        const suite = [
          deja > 0 ? `${compter(deja, 'personne')} déjà servie${deja > 1 ? 's' : ''}.` : '',
          sansCourriel.length > 0
            ? `Sans courriel, à remettre en main propre : ${enumerer(sansCourriel)}.`
            : '',
          retenus.length > 0 ? `Pas encore inscrits : ${enumerer(retenus)}.` : '',
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
