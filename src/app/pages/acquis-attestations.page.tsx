/** Les attestations remplies de l’évaluation des acquis : ni l’émargement, ni les questionnaires ne se connaissent. */
import { Hono } from 'hono'
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { compter } from '#kernel/texte.ts'
import { attestationsUrl, emettreAttestation, lireAttestation } from '#modules/emargement/index.ts'
import { type InscriptionId, inscritsUneFois } from '#modules/inscriptions/index.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import {
  type AcquisEvalues,
  acquisDeLaSession,
  questionnairesDeSessionUrl,
} from '#modules/questionnaires/index.ts'
import { type SessionId, sessionsUrl, sessionUrl } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { Button, Empty, Etat, Form, Page, Table } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { emptyForm, readForm } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { acquisAttestationsUrl } from '../liens.ts'
import { pourSession, sessionPath } from './commun.ts'

const chemin = `${sessionPath}/attestations-des-acquis` as const

type Ligne = {
  readonly inscription: InscriptionId
  readonly nom: string
  readonly evalues: AcquisEvalues | undefined
  /** Ce que dirait l’attestation, dans l’ordre de ses objectifs. */
  readonly resultats: readonly ('acquis' | 'en-cours' | 'non-acquis' | 'non-evalue')[]
  readonly refus: string | undefined
  /** L’attestation en vigueur dit déjà cela. */
  readonly dite: boolean
}

const lire = async (services: Services, tx: TenantTx, session: SessionId): Promise<Ligne[]> => {
  const evalues = await acquisDeLaSession(tx, session)
  const lignes: Ligne[] = []
  for (const i of await inscritsUneFois(tx, session)) {
    if (i.etat !== 'inscrit') continue
    const a = await lireAttestation(services, tx, { session, inscription: i.id })
    const e = evalues.get(i.id)
    const resultats = a.objectifs.map((o) => e?.resultats.get(o) ?? 'non-evalue')
    lignes.push({
      inscription: i.id,
      nom: `${i.prenom} ${i.nom}`,
      evalues: e,
      resultats,
      refus: a.refus?.phrase,
      dite: a.piece !== undefined && !a.perimee && resultats.every((r, n) => r === a.resultats[n]),
    })
  }
  return lignes
}

const dire = (l: Ligne): string => {
  const n = l.resultats.filter((r) => r !== 'non-evalue').length
  return l.evalues
    ? `${l.resultats.filter((r) => r === 'acquis').length} acquis sur ${compter(n, 'objectif évalué', { pluriel: 'objectifs évalués' })}`
    : 'pas encore évaluée'
}

export const acquisAttestationsPage = (services: Services) =>
  new Hono<Env>()
    .get(chemin, exigerDroit('documents.emettre'), (c) =>
      pourSession(c, services.db, 'documents.emettre', async (tx, _visiteur, session) => {
        const lignes = await lire(services, tx, session.id)
        const dues = lignes.filter((l) => l.evalues && !l.refus && !l.dite)
        return c.html(
          <Page
            title="Attestations des acquis"
            lede="Ce que l’évaluation a montré passe tel quel dans l’attestation de fin de formation, objectif par objectif (RNQ, indicateur 11)."
            path={[
              { libelle: 'Sessions', href: sessionsUrl() },
              { libelle: session.numero, href: sessionUrl({ session: session.id }) },
              { libelle: 'Questionnaires', href: questionnairesDeSessionUrl({ session: session.id }) },
            ]}
          >
            {lignes.some((l) => l.evalues) ? (
              <>
                <Table
                  legende="Acquis et attestations"
                  lignes={lignes}
                  colonnes={[
                    { titre: 'Stagiaire', entete: true, cell: (l) => l.nom },
                    { titre: 'Évaluation', cell: dire },
                    {
                      titre: 'Attestation',
                      cell: (l) =>
                        l.refus ? (
                          <>
                            <Etat etat="manquant" mot="pas encore" /> <span class="sub">{l.refus}</span>
                          </>
                        ) : l.dite ? (
                          <Etat etat="prouve" mot="la dit" />
                        ) : l.evalues ? (
                          <Etat etat="a-venir" mot="prête à émettre" />
                        ) : (
                          <Etat etat="manquant" mot="attend l’évaluation" />
                        ),
                    },
                  ]}
                />
                {dues.length > 0 ? (
                  <Form form={emptyForm()} classe="">
                    <p>
                      <Button genre="call">
                        {dues.length > 1
                          ? `Émettre les ${dues.length} attestations`
                          : 'Émettre l’attestation'}
                      </Button>
                    </p>
                  </Form>
                ) : null}
                <p>
                  <a href={attestationsUrl({ session: session.id })}>Toutes les attestations de la session</a>
                </p>
              </>
            ) : (
              <Empty titre="Personne n’est encore évalué">
                Ouvrez l’évaluation des acquis depuis les questionnaires de la session : la personne qui a
                formé la remplit.
              </Empty>
            )}
          </Page>,
        )
      }),
    )
    .post(chemin, exigerDroit('documents.emettre'), async (c) => {
      await readForm(z.object({}), c)
      const visiteur = c.get('visiteur')
      const session = asId<'Session'>(c.req.param('session') ?? '')
      if (!visiteur || !session) return notFound(c)
      const dues: Ligne[] = []
      const refus = await pourSession(c, services.db, 'documents.emettre', async (tx) => {
        dues.push(...(await lire(services, tx, session)).filter((l) => l.evalues && !l.refus && !l.dite))
        return c.body(null, 204)
      })
      if (refus.status !== 204) return refus
      let emises = 0
      let phrase: string | undefined
      // Chacune dans sa transaction : un refus n’empêche pas les autres.
      for (const l of dues) {
        const r = await emettreAttestation(
          services,
          visiteur.acces,
          { session, inscription: l.inscription },
          { resultats: l.resultats, evaluation: l.evalues?.facon ?? '' },
        )
        if (r.ok) emises += 1
        else phrase ??= r.error.phrase
      }
      return redirectWith(c, acquisAttestationsUrl({ session }), {
        genre: emises > 0 ? 'fait' : 'passe',
        fort: `${compter(emises, 'attestation émise', { pluriel: 'attestations émises', zero: 'Aucune attestation émise' })}.`,
        ...(phrase ? { suite: phrase } : {}),
      })
    })
