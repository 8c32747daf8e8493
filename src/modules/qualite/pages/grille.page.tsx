import { Hono } from 'hono'
import { type DateCivile, ecartEnJours, formaterDate } from '#kernel/dates.ts'
import { enumerer } from '#kernel/texte.ts'
import { exigerDroit, peutSuivre, peutVisiteur } from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import { Etat, Exporter, FilterField, Filters, Page } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { nommerFaits } from '../db/noms.queries.ts'
import { direContredit } from '../domain/cadre.ts'
import { criteres, direGuide, versions } from '../domain/grille.ts'
import { compterEtats, type IndicateurJuge, pronostic, type Score } from '../domain/moteur.ts'
import { enLettres, majuscule, motsCategories, motsCriteres, motsGenreAudit } from '../domain/mots.ts'
import { lireEquipe, lireScore, type ScoreLu } from '../lecture/lire-score.ts'
import {
  aFaireUrl,
  affairesUrl,
  ateliersUrl,
  auditsUrl,
  cadreUrl,
  certificateurUrl,
  couvertureUrl,
  indicateurUrl,
  qualiteCsvUrl,
  qualiteUrl,
  registresUrl,
} from '../liens.ts'
import { jourDemande } from './commun.ts'
import { type Gens, Ouvert, quiAgit } from './controles-vue.tsx'

const etats = {
  prouve: 'prouvé',
  declare: 'déclaré',
  partiel: 'partiel',
  manquant: 'manquant',
  'a-juger': 'à juger',
  'sans-objet': 'sans objet',
} as const

type Note = {
  readonly numero: number
  readonly critere: number
  readonly intitule: string
  readonly etat: keyof typeof etats
}

const notesDe = (score: Score): readonly Note[] =>
  [
    ...score.indicateurs.map((j) => ({ ...j.indicateur, etat: j.etat })),
    ...score.hors.map((h) => ({ ...h.indicateur, etat: 'sans-objet' as const })),
  ].toSorted((a, b) => a.numero - b.numero)

const Partition = ({ score }: { score: Score }) => {
  const notes = notesDe(score)
  const nombres = compterEtats(score)
  return (
    <section class="partition" aria-labelledby="partition">
      <h2 class="unseen" id="partition">
        La partition : sept critères, {enLettres(notes.length)} indicateurs
      </h2>
      <ul class="clef">
        {(['prouve', 'declare', 'a-juger', 'partiel', 'manquant', 'sans-objet'] as const).map((e) => (
          <li>
            <Etat etat={e} /> <span class="num">{nombres[e]}</span>
          </li>
        ))}
      </ul>
      <ol class="portee">
        {motsCriteres.map((mot, k) => {
          const siennes = notes.filter((n) => n.critere === k + 1)
          return (
            <li class={`mesure n${siennes.length}`}>
              <p class="mesure-h">
                <span class="num">{k + 1}</span> {mot}
              </p>
              <ol>
                {siennes.map((n) => (
                  <li>
                    <a class={`note-m ${n.etat}`} href={`#i${n.numero}`}>
                      <span class={`mark ${n.etat}`} />
                      <span class="num">{n.numero}</span>
                      <span class="unseen">
                        {n.intitule} : {etats[n.etat]}
                      </span>
                    </a>
                  </li>
                ))}
              </ol>
            </li>
          )
        })}
      </ol>
    </section>
  )
}

const Renvois = ({ numeros }: { numeros: readonly number[] }) => (
  <>
    {numeros.length > 1 ? 'aux indicateurs ' : 'à l’indicateur '}
    {numeros.map((n, i) => (
      <>
        {i === 0 ? '' : i + 1 === numeros.length ? ' et ' : ', '}
        <a href={`#i${n}`}>{n}</a>
      </>
    ))}
  </>
)

const ecarts = (n: number, mot: string) =>
  n === 0
    ? `aucun écart ${mot}`
    : n === 1
      ? `un écart ${mot} possible`
      : `${enLettres(n)} écarts ${mot}s possibles`

const Pronostic = ({ score, tout }: { score: Score; tout: boolean }) => {
  const p = pronostic(score)
  return (
    <section class="sect pronostic" aria-labelledby="pronostic">
      <h2 class="sect-h" id="pronostic">
        Si l’audit était demain
      </h2>
      <div class="pronostic-b">
        <p>
          D’après la liste officielle, <strong>{ecarts(p.majeurs.length, 'majeur')}</strong>
          {p.majeurs.length > 0 ? (
            <>
              , <Renvois numeros={p.majeurs} />
            </>
          ) : null}
          , et <strong>{ecarts(p.mineurs.length, 'mineur')}</strong>
          {p.mineurs.length > 0 ? (
            <>
              , <Renvois numeros={p.mineurs} />
            </>
          ) : null}
          .{' '}
          {p.bascule
            ? 'Cinq mineurs ensemble valent un majeur. '
            : p.mineurs.length === 4
              ? 'Un cinquième mineur vaudrait un majeur. '
              : ''}
          {p.aJuger.length > 0 ? (
            <>
              {p.aJuger.length > 1
                ? `${majuscule(enLettres(p.aJuger.length))} points restent à juger, `
                : 'Un point reste à juger, '}
              <Renvois numeros={p.aJuger} />.
            </>
          ) : null}
        </p>
        <p class="sub">
          Seul le certificateur conclut. <a href={aFaireUrl()}>Voir qui doit agir</a>,{' '}
          <a href={couvertureUrl()}>la couverture</a>, <a href={registresUrl()}>les registres</a>,{' '}
          <a href={affairesUrl()}>ce qui arrive</a>, <a href={ateliersUrl()}>les ateliers</a>
          {tout ? (
            <>
              , <a href={cadreUrl()}>dire quel audit se prépare</a>,{' '}
              <a href={auditsUrl()}>les audits blancs</a>,{' '}
              <a href={certificateurUrl()}>télécharger le dossier du certificateur</a>
            </>
          ) : null}
        </p>
      </div>
    </section>
  )
}

const Indicateur = ({
  j,
  gens,
  ouvert,
  autre,
}: {
  j: IndicateurJuge
  gens: Gens
  ouvert: boolean
  autre: string | undefined
}) => {
  const n = j.indicateur.numero
  const pire = j.pire?.mesure?.pire
  return (
    <li class={`indicateur ${j.etat}${ouvert ? ' est-ouvert' : ''}`} id={`i${n}`}>
      <details open={ouvert}>
        <summary>
          <span class="num">{n}</span>
          <b>{j.indicateur.intitule}</b>
          <Etat etat={j.etat} />
          <span class="phrase">
            {j.phrase}
            {j.pire && pire && j.etat !== 'prouve' ? (
              <small class="sub">{quiAgit(j.pire, pire, gens)}</small>
            ) : null}
          </span>
          {j.gravite ? <span class={`grav ${j.gravite}`}>écart {j.gravite}</span> : null}
        </summary>
        <Ouvert j={j} gens={gens} suite={withQuery(indicateurUrl({ numero: n }), { audit: autre })} />
      </details>
    </li>
  )
}

const Critere = ({
  k,
  score,
  gens,
  ouvert,
  autre,
}: {
  k: number
  score: Score
  gens: Gens
  ouvert: number | undefined
  autre: string | undefined
}) => {
  const hors = score.hors.filter((h) => h.indicateur.critere === k)
  const motifs = [...new Set(hors.map((h) => h.motif))]
  return (
    <section class="sect critere" aria-labelledby={`c${k}`}>
      <h2 class="sect-h" id={`c${k}`}>
        <span class="critere-n">{k}</span> {motsCriteres[k - 1]} <small class="sub">{criteres[k - 1]}</small>
      </h2>
      <ol class="indicateurs">
        {score.indicateurs
          .filter((j) => j.indicateur.critere === k)
          .map((j) => (
            <Indicateur j={j} gens={gens} ouvert={ouvert === j.indicateur.numero} autre={autre} />
          ))}
        {hors.length > 0 ? (
          <li class="hors">
            {hors.map((h, i) => (
              <>
                {i > 0 ? ', ' : ''}
                <span id={`i${h.indicateur.numero}`} class="num">
                  {h.indicateur.numero}
                </span>
              </>
            ))}{' '}
            <Etat etat="sans-objet" />
             : {enumerer(motifs)}.
          </li>
        ) : null}
      </ol>
    </section>
  )
}

const Grille = ({
  lu,
  gens,
  ouvert,
  tout,
  autre,
}: {
  lu: ScoreLu
  gens: Gens
  ouvert: number | undefined
  tout: boolean
  autre: string | undefined
}) => {
  const { score, regarde, pose } = lu
  const prouves = compterEtats(score).prouve
  const auditLe = regarde.cadre.auditLe as DateCivile
  const jours = ecartEnJours(regarde.jour as DateCivile, auditLe)
  const version = versions.find((v) => v.id === score.version)
  const titre = `${majuscule(enLettres(score.indicateurs.length))} indicateurs, ${enLettres(prouves)} ${prouves > 1 ? 'prouvés' : 'prouvé'}`
  return (
    <Page
      title={`Grille au ${formaterDate(auditLe)}`}
      path={[{ libelle: 'Qualité', href: qualiteUrl() }]}
      header={false}
    >
      <header class="tete duo">
        <h1>{titre}</h1>
        <p class="lede">
          {pose ? (
            <>
              {motsGenreAudit[regarde.cadre.genre]} <strong>{formaterDate(auditLe, 'complet')}</strong>
              {jours > 0 ? `, dans ${jours} jours` : jours === 0 ? ', aujourd’hui' : ''}.
            </>
          ) : (
            <>
              Aucun audit n’est annoncé : on regarde au <strong>{formaterDate(auditLe, 'complet')}</strong>.
            </>
          )}{' '}
          La grille est celle de cette date :{' '}
          {version
            ? `${version.texte.charAt(0).toLowerCase()}${version.texte.slice(1)}`.replaceAll(
                'n° ',
                'n°\u00a0',
              )
            : ''}
          , {enumerer(regarde.cadre.categories.map((c) => motsCategories[c]))}.{' '}
          {direGuide(score.version) ?? ''}
        </p>
      </header>
      {lu.contredits.length > 0 ? (
        <p class="ouvert-risque">
          <b>Le cadre disait le contraire.</b> {majuscule(enumerer(lu.contredits.map(direContredit)))} : ce
          qui en dépend est rouvert.{' '}
          {peutSuivre('qualite.ecrire') ? <a href={cadreUrl()}>Reprendre le cadre</a> : null}
        </p>
      ) : null}
      <Partition score={score} />
      <Pronostic score={score} tout={tout} />
      {motsCriteres.map((_, k) => (
        <Critere k={k + 1} score={score} gens={gens} ouvert={ouvert} autre={autre} />
      ))}
      <Filters label="La grille d’un autre jour" action={qualiteUrl()}>
        <FilterField name="audit" label="La grille d’un audit tenu le" value={autre} />
      </Filters>
      <p>
        <Exporter href={withQuery(qualiteCsvUrl(), { audit: autre })} titre="Exporter la grille" />
      </p>
    </Page>
  )
}

const SansGrille = () => (
  <Page title="Qualité">
    <p>Aucune grille n’est tenue pour un audit d’avant le 8 mars 2024.</p>
    <p>
      <a href={qualiteUrl()}>Revenir à la grille de l’audit qui se prépare</a>
    </p>
  </Page>
)

export const grillePage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .get(qualiteUrl(), exigerDroit('qualite.lire'), (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const autre = jourDemande(c.req.query('audit'))
        const lu = await lireScore(tx, clock.now(), autre)
        if (!lu) return c.html(<SansGrille />, 422)
        const pires = lu.score.indicateurs.flatMap((j) => j.constats.flatMap((x) => x.mesure?.pire ?? []))
        const gens = { equipe: await lireEquipe(tx), noms: await nommerFaits(tx, pires) }
        const demande = Number(c.req.query('ouvert'))
        return c.html(
          <Grille
            lu={lu}
            gens={gens}
            ouvert={Number.isInteger(demande) ? demande : undefined}
            tout={peutVisiteur(visiteur, 'qualite.ecrire')}
            autre={autre}
          />,
        )
      }),
    )
    .get(qualiteCsvUrl(), exigerDroit('qualite.lire'), (c) =>
      pourVisiteur(c, db, async (tx) => {
        const lu = await lireScore(tx, clock.now(), jourDemande(c.req.query('audit')))
        if (!lu) return c.html(<SansGrille />, 422)
        return repondreCsv(
          c,
          'grille-qualite',
          enCsv(
            [
              'indicateur',
              'intitule',
              'etat',
              'ecart',
              'controle',
              'fait',
              'tenus',
              'attendus',
              'du',
              'au',
              'etat_controle',
              'phrase',
            ],
            lu.score.indicateurs.flatMap((j) =>
              j.constats.map((x) => [
                j.indicateur.numero,
                j.indicateur.intitule,
                etats[j.etat],
                j.gravite ?? '',
                x.controle.code,
                x.controle.de,
                x.mesure?.tenus ?? '',
                x.mesure?.total ?? '',
                x.mesure?.du ?? '',
                x.mesure?.au ?? '',
                x.etat,
                x.phrase,
              ]),
            ),
          ),
        )
      }),
    )
