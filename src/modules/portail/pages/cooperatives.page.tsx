import { Hono } from 'hono'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { formaterNda, formaterSiret, type Nda, type Siret } from '#kernel/identifiants.ts'
import { compter } from '#kernel/texte.ts'
import { libelleNsf } from '#modules/catalogue/index.ts'
import type { Services } from '#platform/services.ts'
import { Definitions, FilterField, Filters } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { notFound } from '#web/http/errors.tsx'
import { withQuery } from '#web/links.ts'
import { decodeCursor, encodeCursor } from '#web/pagination.ts'
import {
  type Compte,
  type FicheEntiere,
  fichePubliee,
  type LigneAnnuaire,
  lireAnnuaire,
  rayonsDeLAnnuaire,
  sourcesQualiopi,
} from '../db/annuaire.ts'
import { departements, estDepartement, nomDepartement } from '../domain/departements.ts'
import { enRequete } from '../domain/mots.ts'
import { cooperativesUrl, cooperativeUrl, formationsUrl, rejoindreLUnionUrl, unionUrl } from '../liens.ts'
import { Cadre } from './cadre.tsx'
import { Carte } from './carte.tsx'
import { JsonLd } from './json-ld.tsx'

const taille = 30
export const formes = {
  scop: 'Scop',
  scic: 'Scic',
  cooperative: 'Société coopérative',
  association: 'Association',
  autre: 'Autre forme',
} as const
export const portees = {
  AF: 'actions de formation',
  BC: 'bilans de compétences',
  VAE: 'validation des acquis',
  CFA: 'apprentissage',
} as const

const direForme = (l: Pick<LigneAnnuaire, 'forme' | 'cae'>) =>
  [formes[l.forme as keyof typeof formes] ?? l.forme, l.cae ? 'CAE' : ''].filter(Boolean).join(', ')
const direQualiopi = (l: Pick<LigneAnnuaire, 'qualiopi' | 'qualiopiSource' | 'qualiopiLe'>) =>
  l.qualiopi.length > 0 && l.qualiopiSource && l.qualiopiLe
    ? `Qualiopi : ${l.qualiopi.map((p) => portees[p]).join(', ')}, ${sourcesQualiopi[l.qualiopiSource]}, le ${formaterDate(l.qualiopiLe)}`
    : ''

type Choix = { q: string; departement: string; theme: string; code: string; portee: string; forme: string }
const net = (t: string | undefined) => (t ?? '').toWellFormed().replaceAll('\0', '').slice(0, 100)
const lireChoix = (lire: (nom: string) => string | undefined): Choix => ({
  q: net(lire('q')),
  departement: estDepartement(lire('departement') ?? '') ? (lire('departement') ?? '') : '',
  theme: net(lire('theme')),
  code: /^\d{3}(\d\d)?$/.test(lire('code') ?? '') ? (lire('code') ?? '') : '',
  portee: Object.hasOwn(portees, lire('portee') ?? '') ? (lire('portee') ?? '') : '',
  forme: ['scop', 'scic', 'cae'].includes(lire('forme') ?? '') ? (lire('forme') ?? '') : '',
})
const lireRepere = (brut: string | undefined) => {
  const [tri, id] = decodeCursor(brut, 2) ?? []
  const qui = typeof id === 'string' ? asId<'Organisme'>(id) : undefined
  return typeof tri === 'string' && qui ? { tri, id: qui } : undefined
}

const Une = ({ l }: { l: LigneAnnuaire }) => (
  <li>
    <h2>
      <a href={cooperativeUrl({ code: l.code })}>{l.nom}</a>
    </h2>
    <p>
      {[direForme(l), l.ville].filter(Boolean).join(', ')}
      {l.themes.length > 0 ? `. ${l.themes.join(', ')}` : ''}
    </p>
    {direQualiopi(l) ? <p class="sub">{direQualiopi(l)}</p> : null}
  </li>
)

type Props = {
  choix: Choix
  lues: readonly LigneAnnuaire[]
  suite: string | undefined
  rayons: Readonly<Record<'departement' | 'theme' | 'nsf', readonly Compte[]>>
  origine: string
}
const Liste = ({ choix, lues, suite, rayons, origine }: Props) => {
  const filtre = Object.values(choix).some((v) => v !== '')
  return (
    <Cadre
      title="Coopératives"
      description="L’annuaire des coopératives qui forment : thèmes, territoires, spécialités, certification."
      canonique={`${origine}${cooperativesUrl()}`}
    >
      <div class="lecture publiques annuaire">
        <header class="tete">
          <h1>Coopératives</h1>
          <p class="lede">Qui forme à quoi, et où. Chaque coopérative écrit et date sa fiche.</p>
        </header>
        <Filters label="Chercher une coopérative" action={cooperativesUrl()}>
          <FilterField name="q" label="Mots" value={choix.q} />
          <FilterField
            name="departement"
            label="Département"
            value={choix.departement}
            options={[
              { value: '', label: 'tous' },
              ...departements.map(([value, nom]) => ({ value, label: `${value} ${nom}` })),
            ]}
          />
          <FilterField
            name="theme"
            label="Thème"
            value={choix.theme}
            options={[
              { value: '', label: 'tous' },
              ...rayons.theme.slice(0, 60).map((t) => ({ value: t.nom, label: t.nom })),
            ]}
          />
          <FilterField
            name="code"
            label="Spécialité"
            value={choix.code}
            options={[
              { value: '', label: 'toutes' },
              ...(choix.code && !rayons.nsf.some((n) => n.nom === choix.code)
                ? [{ value: choix.code, label: `Formacode ${choix.code}` }]
                : []),
              ...rayons.nsf.map((n) => ({
                value: n.nom,
                label: `${n.nom} ${libelleNsf(n.nom) ?? ''}`.trim(),
              })),
            ]}
          />
          <FilterField
            name="portee"
            label="Qualiopi"
            value={choix.portee}
            options={[
              { value: '', label: 'avec ou sans' },
              ...Object.entries(portees).map(([value, label]) => ({ value, label })),
            ]}
          />
          <FilterField
            name="forme"
            label="Forme"
            value={choix.forme}
            options={[
              { value: '', label: 'toutes' },
              { value: 'scop', label: 'Scop' },
              { value: 'scic', label: 'Scic' },
              { value: 'cae', label: 'CAE' },
            ]}
          />
        </Filters>
        <div class="annuaire-corps">
          <Carte comptes={rayons.departement} choisi={choix.departement} />
          <div id="liste">
            {choix.departement ? <p class="sub">Département : {nomDepartement(choix.departement)}.</p> : null}
            {lues.length > 0 ? (
              <ul class="fiches">
                {lues.map((l) => (
                  <Une l={l} />
                ))}
              </ul>
            ) : filtre ? (
              <p>
                Aucune coopérative ne répond à ce choix. L’accent et la casse ne comptent pas.{' '}
                <a href={cooperativesUrl()}>Voir toutes les coopératives</a>
              </p>
            ) : (
              <p>
                Aucune coopérative n’a encore publié sa fiche. La vôtre s’écrit depuis la page de la
                coopérative, à moitié remplie par les registres publics.
              </p>
            )}
            {suite ? (
              <p class="suite">
                <a href={suite} rel="next">
                  Suite
                </a>
              </p>
            ) : null}
            <p class="suite">
              <a href={rejoindreLUnionUrl()}>Inscrire ma coopérative</a>
            </p>
            <p class="sub exporter">
              Exporter :{' '}
              <a href={withQuery(cooperativesUrl(), { ...choix, format: 'csv' })}>
                CSV<span class="unseen"> : coopératives</span>
              </a>
            </p>
          </div>
        </div>
      </div>
    </Cadre>
  )
}

const Entiere = ({ f, origine }: { f: FicheEntiere; origine: string }) => {
  const url = `${origine}${cooperativeUrl({ code: f.code })}`
  const site = /^https?:\/\//.test(f.site) ? URL.parse(f.site)?.href : undefined
  const lignes = [
    ['Forme', direForme(f)],
    ['SIRET', formaterSiret(f.siret as Siret)],
    // L. 6352-12 : ces mots, et eux seuls.
    ...(f.nda
      ? [
          [
            'Déclaration d’activité',
            `Enregistrée sous le numéro ${formaterNda(f.nda as Nda)}. Cet enregistrement ne vaut pas agrément de l’État.`,
          ] as const,
        ]
      : []),
    ...(direQualiopi(f) ? [['Certification qualité', direQualiopi(f)] as const] : []),
    ...(f.ville
      ? [['Siège', [f.adresse, `${f.codePostal} ${f.ville}`.trim()].filter(Boolean).join(', ')] as const]
      : []),
    ...(f.departements.length > 0
      ? [['Forme dans', f.departements.map((d) => `${nomDepartement(d)} (${d})`).join(', ')] as const]
      : []),
    ...(f.publics ? [['Publics', f.publics] as const] : []),
    ...(f.nsf.length > 0
      ? [['Spécialités (NSF)', f.nsf.map((n) => `${n} ${libelleNsf(n) ?? ''}`.trim()).join(', ')] as const]
      : []),
    ...(f.formacodes.length > 0 ? [['Formacodes', f.formacodes.join(', ')] as const] : []),
    ...(f.effectif
      ? [['Effectif', f.effectif === '0' ? 'aucun salarié' : `${f.effectif} personnes`] as const]
      : []),
    ...(f.creeeEn ? [['Créée en', String(f.creeeEn)] as const] : []),
    ...(f.poles.length > 0 ? [['Pôles', f.poles.join(', ')] as const] : []),
    ...(site
      ? [
          [
            'Site',
            <a href={site} rel="noopener">
              {new URL(site).hostname}
            </a>,
          ] as const,
        ]
      : []),
    ...(f.contact ? [['Écrire', <a href={`mailto:${encodeURI(f.contact)}`}>{f.contact}</a>] as const] : []),
  ] as const
  return (
    <Cadre
      title={f.nom}
      description={(f.description || `${f.nom}, ${direForme(f)}`).slice(0, 200).toWellFormed()}
      canonique={url}
    >
      <div class="lecture publiques">
        <nav class="path" aria-label="Fil d’Ariane">
          <ol>
            <li>
              <a href={unionUrl()}>Union</a>
            </li>
            <li>
              <a href={cooperativesUrl()}>Coopératives</a>
            </li>
            <li aria-current="page">{f.nom}</li>
          </ol>
        </nav>
        <header class="tete">
          <h1>{f.nom}</h1>
          {f.themes.length > 0 ? <p class="lede">{f.themes.join(', ')}</p> : null}
        </header>
        {f.description ? <p class="lignes prose">{f.description}</p> : null}
        <Definitions lignes={lignes as never} />
        {f.offres > 0 ? (
          <p class="suite">
            <a href={withQuery(formationsUrl(), { q: f.nom })}>
              Ses formations : {compter(f.offres, 'offre')}
            </a>
          </p>
        ) : null}
        <p class="sub">
          Fiche écrite par la coopérative, relue le{' '}
          {formaterDate(f.modifieeLe.toISOString().slice(0, 10) as never)}.
        </p>
        <JsonLd
          donnees={{
            '@context': 'https://schema.org',
            '@type': 'EducationalOrganization',
            name: f.nom,
            url,
            description: f.description,
            taxID: f.siret,
            ...(f.ville
              ? {
                  address: {
                    '@type': 'PostalAddress',
                    addressLocality: f.ville,
                    postalCode: f.codePostal,
                    addressCountry: 'FR',
                  },
                }
              : {}),
            areaServed: f.departements.map(nomDepartement),
            knowsAbout: f.themes,
          }}
        />
      </div>
    </Cadre>
  )
}

/** `/cooperatives` (filtres, carte, CSV) et `/cooperatives/:code`. */
export const cooperativesPage = ({ db, config }: Pick<Services, 'db' | 'config'>) =>
  new Hono<Env>()
    .get(cooperativesUrl(), async (c) => {
      const choix = lireChoix((nom) => c.req.query(nom))
      const csv = c.req.query('format') === 'csv'
      const mots = enRequete(choix.q)
      const lu = await db.withoutTenant(async (tx) => ({
        lues: await lireAnnuaire(
          tx,
          { ...choix, mots, ...(csv ? {} : { apres: lireRepere(c.req.query('apres')) }) },
          csv ? 5_000 : taille + 1,
        ),
        rayons: await rayonsDeLAnnuaire(tx),
      }))
      if (csv)
        return repondreCsv(
          c,
          'cooperatives',
          enCsv(
            [
              'Coopérative',
              'Forme',
              'CAE',
              'Ville',
              'Départements',
              'Thèmes',
              'NSF',
              'Formacodes',
              'Qualiopi',
              'Source',
              'Au',
            ],
            lu.lues.map((l) => [
              l.nom,
              formes[l.forme as keyof typeof formes] ?? l.forme,
              l.cae ? 'oui' : 'non',
              l.ville,
              l.departements.join(', '),
              l.themes.join(', '),
              l.nsf.join(', '),
              l.formacodes.join(', '),
              l.qualiopi.join(', '),
              l.qualiopiSource ? sourcesQualiopi[l.qualiopiSource] : '',
              l.qualiopiLe,
            ]),
          ),
        )
      const lues = lu.lues.slice(0, taille)
      const derniere = lues.at(-1)
      const suite =
        lu.lues.length > taille && derniere
          ? withQuery(cooperativesUrl(), { ...choix, apres: encodeCursor([derniere.tri, derniere.id]) })
          : undefined
      return c.html(
        <Liste choix={choix} lues={lues} suite={suite} rayons={lu.rayons} origine={config.origine} />,
      )
    })
    .get('/cooperatives/:code', async (c) => {
      const code = c.req.param('code')
      if (!/^[a-z0-9-]{2,60}$/.test(code)) return notFound(c)
      const f = await db.withoutTenant((tx) => fichePubliee(tx, code))
      return f ? c.html(<Entiere f={f} origine={config.origine} />) : notFound(c)
    })
