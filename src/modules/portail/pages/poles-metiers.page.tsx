import { Hono } from 'hono'
import { nomDepartement } from '#kernel/departements.ts'
import { compter } from '#kernel/texte.ts'
import { peutSuivre } from '#modules/organisme/index.ts'
import {
  agendaDesPoles,
  direPole,
  type PoleANaitre,
  type PoleOuvert,
  polesANaitre,
  polesOuverts,
  proposerUrl,
  propositionUrl,
  type Rencontre,
  rejoindreUrl,
  signaturesDUnPole,
} from '#modules/pole/index.ts'
import type { Services } from '#platform/services.ts'
import type { Env } from '#web/env.ts'
import { withQuery } from '#web/links.ts'
import { agendaIcsUrl, polesMetiersUrl } from '../liens.ts'
import { Cadre } from './cadre.tsx'
import { direRencontre } from './union.page.tsx'

const Fiche = ({ p, prochaine }: { p: PoleOuvert; prochaine: Rencontre | undefined }) => (
  <li>
    <h2>{p.nom}</h2>
    <p>{p.raison}</p>
    <p class="sub">
      {[
        p.genre === 'metier' ? 'pôle métier' : 'pôle territorial',
        p.territoire,
        compter(p.membres, 'coopérative'),
      ]
        .filter(Boolean)
        .join(', ')}
      . {prochaine ? `Prochaine rencontre : ${direRencontre(prochaine)}.` : ''}
    </p>
    <p class="rdv-do">
      {peutSuivre('pole.participer') ? (
        <a href={rejoindreUrl({ pole: p.code })}>Rejoindre le {direPole(p.nom)}</a>
      ) : null}
      {p.courriel ? (
        <a href={`mailto:${encodeURI(p.courriel)}`}>
          Écrire<span class="unseen"> au {direPole(p.nom)}</span>
        </a>
      ) : null}
      <a href={withQuery(agendaIcsUrl(), { pole: p.code })}>
        Ses rencontres dans votre agenda<span class="unseen"> : {direPole(p.nom)}</span>
      </a>
    </p>
  </li>
)

const ANaitre = ({ p, requises }: { p: PoleANaitre; requises: number }) => (
  <li>
    <h3>{p.nom}</h3>
    <p>{p.raison}</p>
    <p class="sub">
      {[p.territoire, nomDepartement(p.departement)].filter(Boolean).join(', ')}. Proposé par {p.cooperative}{' '}
      : {compter(p.signatures, 'signature')} sur {requises}.
    </p>
    <p class="rdv-do">
      <a href={propositionUrl({ proposition: p.id })}>
        Signer<span class="unseen"> {p.nom}</span>
      </a>
    </p>
  </li>
)

/** `/poles-metiers` : les pôles que l'Union montre. */
export const polesMetiersPage = ({ db, config, clock }: Pick<Services, 'db' | 'config' | 'clock'>) =>
  new Hono<Env>().get(polesMetiersUrl(), async (c) => {
    const { poles, naissants, requises, agenda } = await db.lire(async (tx) => ({
      poles: await polesOuverts(tx),
      naissants: await polesANaitre(tx),
      requises: await signaturesDUnPole(tx),
      agenda: await agendaDesPoles(tx, clock.now()),
    }))
    return c.html(
      <Cadre
        title="Pôles métiers et territoriaux"
        description="Les pôles des Scop et des Scic : leur raison d’être, leur prochaine rencontre, comment les rejoindre."
        canonique={`${config.origine}${polesMetiersUrl()}`}
      >
        <div class="lecture publiques">
          <header class="tete">
            <h1>Pôles métiers et territoriaux</h1>
            <p class="lede">
              Un métier, ou un territoire : des coopératives s’y retrouvent et décident ensemble.
            </p>
          </header>
          {poles.length > 0 ? (
            <ul class="fiches">
              {poles.map((p) => (
                <Fiche p={p} prochaine={agenda.find((r) => r.code === p.code && r.etat === 'convoquee')} />
              ))}
            </ul>
          ) : (
            <p>Aucun pôle n’est encore ouvert ici. Le premier se propose avec une raison d’être.</p>
          )}
          {naissants.length > 0 ? (
            <>
              <h2>Ceux qui cherchent des signatures</h2>
              <ul class="fiches">
                {naissants.map((p) => (
                  <ANaitre p={p} requises={requises} />
                ))}
              </ul>
            </>
          ) : null}
          <p class="suite">
            {peutSuivre('pole.mandater') ? (
              <a href={proposerUrl()}>Impulser un pôle sur votre territoire</a>
            ) : null}
          </p>
        </div>
      </Cadre>,
    )
  })
