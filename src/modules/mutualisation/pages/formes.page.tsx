import { Hono } from 'hono'
import { exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import { Alert, Definitions, Etat, FilterField, Page, Section } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { forbidden } from '#web/http/errors.tsx'
import { bornesDe, type Faits, valeursDe } from '../domain/formes/faits.ts'
import { type FormeInterdite, type FormePermise, jugerFormes } from '../domain/formes/juger.ts'
import {
  motsDesChoix,
  motsDesComptes,
  motsDesMarques,
  motsDesOuiNon,
  motsDesPieces,
  ouiNon,
} from '../domain/formes/mots.ts'
import type { Regle } from '../domain/formes/regle.ts'
import { lireFaitsDeLAdresse } from '../lecture/lire-adresse.ts'
import { formesUrl, vivierUrl } from '../liens.ts'
import { phraseVivier } from './vivier.page.tsx'

type Choisi = keyof typeof valeursDe
type Compte = keyof typeof bornesDe
const choisis = Object.keys(valeursDe) as Choisi[]
const comptes = Object.keys(bornesDe) as Compte[]
const deuxReponses = [
  { value: 'oui', label: 'oui' },
  { value: 'non', label: 'non' },
]

const Questions = ({ f }: { f: Faits }) => (
  <form class="filtres faits" method="get" action={formesUrl()} aria-label="Les faits de la mission">
    {choisis.map((k) => (
      <FilterField
        name={k}
        label={motsDesChoix[k].question}
        value={f[k]}
        options={Object.entries<string>(motsDesChoix[k].reponses).map(([value, label]) => ({ value, label }))}
      />
    ))}
    {ouiNon.map((k) => (
      <FilterField name={k} label={motsDesOuiNon[k]} value={f[k] ? 'oui' : 'non'} options={deuxReponses} />
    ))}
    {comptes.map((k) => (
      <FilterField name={k} label={motsDesComptes[k]} value={String(f[k]).replace('.', ',')} />
    ))}
    <p>
      <button class="button main" type="submit">
        Dire les formes
      </button>
    </p>
  </form>
)

const Raison = ({ r }: { r: Regle }) => (
  <li>
    {r.dit} <span class="loi">{r.article}</span> <small>{motsDesMarques[r.marque]}</small>
  </li>
)

const lignes = (liste: readonly string[]) => (liste.length > 0 ? liste.join(', ') : 'aucune')
const indicateurs = (liste: readonly number[]) => (liste.length > 0 ? liste.join(', ') : 'aucun')

const Permise = ({ p }: { p: FormePermise }) => (
  <article class="forme">
    <h3>
      {p.forme.nom} <Etat etat="prouve" mot="permise" />
    </h3>
    <Definitions
      lignes={[
        ['Pièces à produire', p.pieces.map((x) => motsDesPieces[x] ?? x).join(', ')],
        ['Bilan pédagogique et financier, chez vous', lignes(p.bpf.receveur)],
        ['Bilan, chez l’autre', lignes(p.bpf.envoyeur)],
        ['Indicateurs Qualiopi, chez vous', indicateurs(p.qualiopi.receveur)],
        ['Indicateurs, chez l’autre', indicateurs(p.qualiopi.envoyeur)],
        ['Ce que vaut cette lecture', motsDesMarques[p.forme.marque]],
      ]}
    />
    {p.avertissements.length > 0 ? (
      <ul>
        {p.avertissements.map((r) => (
          <Raison r={r} />
        ))}
      </ul>
    ) : null}
  </article>
)

const Interdite = ({ x }: { x: FormeInterdite }) => (
  <article class="forme">
    <h3>
      {x.forme.nom} <Etat etat="manquant" mot="interdite" />
    </h3>
    <ul>
      {x.raisons.map((r) => (
        <Raison r={r} />
      ))}
    </ul>
  </article>
)

const Vue = ({ f }: { f: Faits }) => {
  const { permises, interdites } = jugerFormes(f)
  return (
    <Page
      title="Quelle forme"
      heading="Quelle forme pour cette mission"
      lede="Une personne d’une autre coopérative intervient pour vous : dites les faits, lisez ce qui est permis, ce qui ne l’est pas, et pourquoi."
      path={[{ libelle: 'Vivier', href: vivierUrl() }]}
    >
      <Alert fort="Ceci n’est pas un conseil juridique.">
        La page explique, elle ne choisit pas : faites valider la forme par votre union ou votre conseil.
      </Alert>
      <Section titre="Les faits" id="faits" sous="Ce que vous ne changez pas garde la réponse montrée.">
        <Questions f={f} />
      </Section>
      <Section titre="Permises" id="permises">
        {permises.length > 0 ? (
          permises.map((p) => <Permise p={p} />)
        ) : (
          <p>Aucune forme n’est permise : changez un fait, ou renoncez.</p>
        )}
      </Section>
      {interdites.length > 0 ? (
        <Section titre="Interdites" id="interdites">
          {interdites.map((x) => (
            <Interdite x={x} />
          ))}
        </Section>
      ) : null}
    </Page>
  )
}

/** Rien ne s’y garde : les faits sont dans l’adresse. */
export const formesPage = new Hono<Env>().get(formesUrl.modele, exigerDroit('vivier.lire'), (c) =>
  peutVisiteur(c.get('visiteur'), 'vivier.lire')
    ? c.html((<Vue f={lireFaitsDeLAdresse((nom) => c.req.query(nom))} />) as string)
    : forbidden(c, phraseVivier),
)
