import { Hono } from 'hono'
import { departements, estDepartement, nomDepartement } from '#kernel/departements.ts'
import { asId } from '#kernel/id.ts'
import { libelleNsf } from '#modules/catalogue/index.ts'
import { peutSuivre } from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import { FilterField, Filters } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { notFound } from '#web/http/errors.tsx'
import { withQuery } from '#web/links.ts'
import { decodeCursor, encodeCursor } from '#web/pagination.ts'
import {
  type Compte,
  fichePubliee,
  type LigneAnnuaire,
  lireAnnuaire,
  rayonsDeLAnnuaire,
  sourcesQualiopi,
} from '../db/annuaire.ts'
import { type LogoEnListe, logoPublic, logosPublics, octetsDuLogo } from '../db/logos.ts'
import { dessinerCarte } from '../domain/carte.ts'
import { enRequete } from '../domain/mots.ts'
import {
  carteUrl,
  cooperativesUrl,
  cooperativeUrl,
  logoUrl,
  maFicheUrl,
  rejoindreLUnionUrl,
} from '../liens.ts'
import { Cadre } from './cadre.tsx'
import { Carte } from './carte.tsx'
import { direForme, direQualiopi, Entiere, formes, LogoDe, portees } from './cooperative-fiche.tsx'

const taille = 30
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

const Une = ({ l, logo }: { l: LigneAnnuaire; logo: LogoEnListe | undefined }) => (
  <li>
    <LogoDe code={l.code} logo={logo} alt="" />
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
  logos: ReadonlyMap<string, LogoEnListe>
  suite: string | undefined
  rayons: Readonly<Record<'departement' | 'theme' | 'nsf', readonly Compte[]>>
  origine: string
}
const Liste = ({ choix, lues, logos, suite, rayons, origine }: Props) => {
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
          <p class="lede">
            Qui forme à quoi, et où. Chaque coopérative écrit et date sa fiche.{' '}
            <a href="#carte" class="vers-carte">
              Voir la carte
            </a>
          </p>
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
          <div id="liste">
            {choix.departement ? <p class="sub">Département : {nomDepartement(choix.departement)}.</p> : null}
            {lues.length > 0 ? (
              <ul class="fiches">
                {lues.map((l) => (
                  <Une l={l} logo={logos.get(l.id)} />
                ))}
              </ul>
            ) : filtre ? (
              <p>
                Aucune coopérative ne répond à ce choix. L’accent et la casse ne comptent pas.{' '}
                <a href={cooperativesUrl()}>Voir toutes les coopératives</a>
              </p>
            ) : (
              <p>
                Aucune coopérative n’a encore publié sa fiche. La vôtre se remplit à moitié d’après les
                registres publics.
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
              {peutSuivre('organisme.regler') ? (
                <>
                  , ou <a href={maFicheUrl()}>écrire sa fiche</a> si elle est déjà ici
                </>
              ) : null}
            </p>
            <p class="sub exporter">
              Exporter :{' '}
              <a href={withQuery(cooperativesUrl(), { ...choix, format: 'csv' })}>
                CSV<span class="unseen"> : coopératives</span>
              </a>
            </p>
          </div>
          <Carte comptes={rayons.departement} choisi={choix.departement} />
        </div>
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
      const lu = await db.lire(async (tx) => ({
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
      const logos = await db.lire((tx) =>
        logosPublics(
          tx,
          lues.map((l) => l.id),
        ),
      )
      return c.html(
        <Liste
          choix={choix}
          lues={lues}
          logos={logos}
          suite={suite}
          rayons={lu.rayons}
          origine={config.origine}
        />,
      )
    })
    .get(carteUrl(), async (c) => {
      const { departement } = lireChoix((nom) => c.req.query(nom))
      const comptes = (await db.lire(rayonsDeLAnnuaire)).departement
      return c.body(dessinerCarte(comptes, departement), 200, {
        'content-type': 'image/svg+xml',
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      })
    })
    .get(cooperativeUrl.modele, async (c) => {
      const code = c.req.param('code')
      if (!/^[a-z0-9-]{2,60}$/.test(code)) return notFound(c)
      const lu = await db.lire(async (tx) => {
        const f = await fichePubliee(tx, code)
        return f && { f, logo: (await logosPublics(tx, [f.id])).get(f.id) }
      })
      return lu ? c.html(<Entiere {...lu} origine={config.origine} />) : notFound(c)
    })
    .get(logoUrl.modele, async (c) => {
      const { code, cle } = c.req.param()
      if (!/^[a-z0-9-]{2,60}$/.test(code) || !/^[0-9a-f]{16}$/.test(cle)) return notFound(c)
      const publie = await db.lire((tx) => logoPublic(tx, code, cle))
      const visiteur = c.get('visiteur')
      // Pas encore publié, il ne se relit que de sa coopérative.
      const l =
        publie ??
        (visiteur?.organisme?.code === code
          ? await db.withTenant(visiteur.acces, (tx) => octetsDuLogo(tx, cle))
          : undefined)
      if (!l) return notFound(c)
      return c.body(new Uint8Array(l.octets), 200, {
        'content-type': l.type,
        'cache-control': publie ? 'public, max-age=31536000, immutable' : 'private, no-store',
        // Un tracé est un document : il est enfermé.
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        'x-content-type-options': 'nosniff',
      })
    })
