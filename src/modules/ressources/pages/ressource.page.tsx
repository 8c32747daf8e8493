import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { compter } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { exigerDroit, pageEtGestes, petitGeste, peutSuivre } from '#modules/organisme/index.ts'
import { licences, poleUrl } from '#modules/pole/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Button,
  Definitions,
  Etat,
  Facts,
  Form,
  Page,
  RadioGroup,
  Section,
  Table,
  TextArea,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { choix, entier, identifiant, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, type FormState } from '#web/form.ts'
import { parIdentifiant } from '#web/links.ts'
import { lireCopies, lireFichier, lireRelectures, lireRessources, lireVersions } from '../db/ressources.ts'
import {
  accessibilites,
  type Copie,
  genres,
  licencesQuiSeReprennent,
  type Relecture,
  type Ressource,
  type RessourceId,
  texteDeLicence,
  type Version,
  type VersionId,
} from '../domain/ressources.ts'
import { prendre, relire, retirer, verser } from '../gestes/ressources.ts'
import { copiesUrl, fichierDeVersionUrl, ressourcesUrl, ressourceUrl } from '../liens.ts'
import type { PrisesRessources } from '../prises.ts'
import { etatDe } from './ressources.page.tsx'
import { servir } from './servir-fichier.ts'
import { ChampsDeVersion, champsDeVersion, enVersion, nomsDeVersion } from './version-champs.tsx'

type Lu = {
  readonly r: Ressource
  readonly versions: readonly Version[]
  readonly relectures: readonly Relecture[]
  readonly copies: readonly Copie[]
  readonly le: Date
}
type Revenu = { readonly geste: string; readonly form: FormState } | undefined
const version = identifiant((t) => asId<'VersionDeRessource'>(t) as VersionId | undefined)
const laVersion = z.object({ version })
const laSuivante = z.object({ vue: entier({ min: 0, max: 1_000_000 }), ...champsDeVersion })
const laRelecture = z.object({
  version,
  avis: choix(['bon', 'a-reprendre'], { phrase: 'Dites ce que vous en pensez.' }),
  mot: texte({ max: 1000 }),
})
const rien = z.object({})
const jourDe = (le: Date) => formaterDate(jourLocal(le, ZONE_PAR_DEFAUT))

const Prendre = ({ r, v }: { r: Ressource; v: Version }) => {
  if (r.mienne || r.retireeLe || !peutSuivre('ressources.tenir')) return null
  if (!licencesQuiSeReprennent.some((l) => l === v.licence))
    return <p class="note">Tous droits réservés : demandez une copie à {r.cooperative}.</p>
  if (r.notreCopie === v.rang)
    return (
      <p class="note">
        La coopérative en a <a href={copiesUrl()}>une copie</a>.
      </p>
    )
  return (
    <Form form={emptyForm()} action={`${ressourceUrl({ ressource: r.id })}/prendre`} classe="court">
      <input type="hidden" name="version" value={v.id} />
      {r.notreCopie === null ? null : (
        <p>Une version plus récente que votre copie (version {r.notreCopie}) existe.</p>
      )}
      <p class="gestes-l">
        <Button genre="call">Prendre une copie à nous</Button>
      </p>
    </Form>
  )
}

/** Son fichier s’ouvre : de qui l’a déposé, ou sous une licence qui le permet. */
const seLit = (r: Ressource, v: Version) => r.mienne || licencesQuiSeReprennent.some((l) => l === v.licence)
const Fichier = ({ r, v }: { r: Ressource; v: Version }) =>
  seLit(r, v) ? (
    <a href={fichierDeVersionUrl({ ressource: r.id, version: v.id })}>{v.fichierNom}</a>
  ) : (
    <span>{v.fichierNom}</span>
  )

const Relire = ({ lu, v, revenu }: { lu: Lu; v: Version; revenu: Revenu }) => {
  const siennes = lu.relectures.filter((x) => x.version === v.id)
  const revient = revenu?.geste === 'relire'
  const form = (revient ? revenu.form : emptyForm()) as FormOf<typeof laRelecture>
  return (
    <Section titre="Relu par" id="relectures" sous={`version ${v.rang}`}>
      {siennes.length === 0 ? (
        <p>Personne ne l’a encore relue. Une personne qui ne l’a pas déposée le fait, et le dit ici.</p>
      ) : (
        <ul class="puces">
          {siennes.map((x) => (
            <li>
              {x.par}, {x.cooperative}, le {jourDe(x.le)} :{' '}
              {x.avis === 'bon' ? 'bonne à servir' : 'à reprendre'}
              {x.mot ? `. ${x.mot}` : ''}
            </li>
          ))}
        </ul>
      )}
      {!v.mienne &&
      !lu.r.retireeLe &&
      seLit(lu.r, v) &&
      !siennes.some((x) => x.mienne) &&
      peutSuivre('pole.participer') ? (
        <details class="volet" open={revient}>
          <summary>Dire que je l’ai relue</summary>
          <Form form={form} action={`${ressourceUrl({ ressource: lu.r.id })}/relire`} classe="court">
            <input type="hidden" name="version" value={v.id} />
            <div class="champs">
              <RadioGroup
                form={form}
                name="avis"
                label="Je la trouve"
                options={[
                  { value: 'bon', label: 'bonne à servir' },
                  { value: 'a-reprendre', label: 'à reprendre' },
                ]}
              />
              <TextArea
                form={form}
                name="mot"
                label="Pourquoi"
                rows={2}
                optional
                hint="attendu si elle est à reprendre"
              />
            </div>
            <p class="gestes-l">
              <Button genre="main">Signer ma relecture</Button>
            </p>
          </Form>
        </details>
      ) : null}
    </Section>
  )
}

const Tenir = ({ lu, v, revenu }: { lu: Lu; v: Version; revenu: Revenu }) => {
  const revient = revenu?.geste === 'verser'
  const ici = ressourceUrl({ ressource: lu.r.id })
  const form = (
    revient
      ? revenu.form
      : emptyForm(undefined, {
          auteurs: v.auteurs,
          titulaire: v.titulaire,
          sources: v.sources,
          acces: v.acces,
          tiers: v.tiers,
        })
  ) as FormOf<typeof laSuivante>
  return (
    <>
      <details class="volet" open={revient}>
        <summary>Déposer la version suivante</summary>
        <Form form={form} action={`${ici}/verser`} fichiers noms={nomsDeVersion}>
          <input type="hidden" name="vue" value={String(v.rang)} />
          <ChampsDeVersion form={form} copies={lu.copies} modele={genres[lu.r.genre].modele} />
          <Actions libelle="Déposer cette version" genre="main" />
        </Form>
      </details>
      <Form form={emptyForm()} action={`${ici}/retirer`} classe="court">
        <p>Retiré, plus personne n’en prend de copie ; celles qui furent prises restent à qui les a.</p>
        <p class="gestes-l">
          <Button genre="grave">Retirer ce document</Button>
        </p>
      </Form>
    </>
  )
}

const Vue = ({ lu, revenu }: { lu: Lu; revenu: Revenu }) => {
  const { r, versions, le } = lu
  const [v] = versions
  const ou = v && texteDeLicence(v.licence)
  return (
    <Page
      title={r.titre}
      path={[{ libelle: 'Ressources du pôle', href: ressourcesUrl() }]}
      alert={revenu?.form.alert}
      facts={
        <Facts
          faits={[
            ['État', <Etat {...etatDe(r, le)} />],
            ['Version', String(r.rang)],
            ['Licence', licences[r.licence].nom],
            ['Droit', r.valableAu ? `vérifié jusqu’au ${formaterDate(r.valableAu)}` : 'sans date dite'],
            ...(r.copies === null ? [] : ([['Prise par', compter(r.copies, 'coopérative')]] as const)),
          ]}
        />
      }
    >
      {r.retireeLe ? <p class="lede">Ce document est retiré depuis le {jourDe(r.retireeLe)}.</p> : null}
      {v ? (
        <>
          <Section titre="Le document" id="document">
            <Definitions
              lignes={(
                [
                  ['Fichier', <Fichier r={r} v={v} />],
                  ['Sources', v.sources ? <a href={v.sources}>{v.sources}</a> : ''],
                  ['Auteurs', v.auteurs],
                  ['Titulaire des droits', v.titulaire],
                  [
                    'Licence',
                    <>
                      {licences[v.licence].nom} : {licences[v.licence].phrase}
                      {ou ? (
                        <>
                          {' '}
                          (<a href={ou}>son texte</a>)
                        </>
                      ) : null}
                    </>,
                  ],
                  ['Part de', v.dApres],
                  ['Licence de ce dont elle part', v.dApresLicence ? licences[v.dApresLicence].nom : ''],
                  ['Contenus de tiers', v.tiers || 'aucun, dit qui l’a déposé'],
                  ['Accessibilité', `${accessibilites[v.accessibilite]}${v.acces ? ` : ${v.acces}` : ''}`],
                  ['Genre', genres[r.genre].nom],
                  ['Pour qui', r.publics],
                  ['Durée d’usage', r.duree],
                  ['Prérequis', r.prerequis],
                  ['Langues', r.langues],
                  [
                    'Mis en commun',
                    <>
                      par {r.cooperative}, <a href={poleUrl({ pole: r.pole })}>{r.nomDuPole}</a>
                    </>,
                  ],
                  ['Ce qu’elle apporte', v.note],
                ] as const
              ).filter(([, dit]) => dit !== '')}
            />
            <Prendre r={r} v={v} />
          </Section>
          <Relire lu={lu} v={v} revenu={revenu} />
        </>
      ) : null}
      <Section titre="Versions" id="versions">
        <Table
          legende="Les versions, la dernière d’abord"
          lignes={versions}
          colonnes={[
            { titre: 'Version', entete: true, cell: (x) => String(x.rang) },
            { titre: 'Déposée le', cell: (x) => jourDe(x.le) },
            { titre: 'Licence', cell: (x) => licences[x.licence].nom },
            { titre: 'Apporte', cell: (x) => x.note },
            {
              titre: 'Fichier',
              cell: (x) => <Fichier r={r} v={x} />,
            },
          ]}
        />
        {r.mienne && !r.retireeLe && v && peutSuivre('ressources.tenir') ? (
          <Tenir lu={lu} v={v} revenu={revenu} />
        ) : null}
      </Section>
    </Page>
  )
}

const suite =
  (fort: string, apres?: string) =>
  (_fait: string, { r }: Lu) => ({
    vers: ressourceUrl({ ressource: r.id }),
    dit: { genre: 'fait' as const, fort, ...(apres ? { suite: apres } : {}) },
  })

const page = (services: Services, prises: PrisesRessources) =>
  pageEtGestes({
    lien: ressourceUrl,
    droit: 'pole.lire',
    async lire(tx, { ressource }, { le }): Promise<Lu | undefined> {
      const id = asId<'Ressource'>(ressource) as RessourceId | undefined
      const [r] = id ? await lireRessources(tx, id) : []
      if (!r) return undefined
      return {
        r,
        le,
        versions: await lireVersions(tx, r.id),
        relectures: await lireRelectures(tx, r.id),
        copies: r.mienne ? await lireCopies(tx) : [],
      }
    },
    vue: (_tx, lu, revenu) => <Vue lu={lu} revenu={revenu} />,
    gestes: {
      verser: petitGeste<typeof laSuivante, Lu, string>({
        droit: 'ressources.tenir',
        champs: laSuivante,
        faire: (tx, e) => verser({ ...e, tx }, e.lu.r, e.data.vue, enVersion(e.data)),
        suite: suite('La version est déposée.', 'Elle se relit à son tour.'),
      }),
      relire: petitGeste<typeof laRelecture, Lu, string>({
        droit: 'pole.participer',
        champs: laRelecture,
        faire: (tx, e) => relire({ ...e, tx }, e.data.version, e.data),
        suite: suite('Votre relecture est signée.'),
      }),
      prendre: petitGeste<typeof laVersion, Lu, string>({
        droit: 'ressources.tenir',
        champs: laVersion,
        faire: (tx, e) => prendre(services, prises, { ...e, tx }, e.data.version),
        suite: () => ({
          vers: copiesUrl(),
          dit: {
            genre: 'fait',
            fort: 'La copie est à vous.',
            suite: 'Elle attend au registre des ressources : dites ce que vous en adaptez.',
          },
        }),
      }),
      retirer: petitGeste<typeof rien, Lu, string>({
        droit: 'ressources.tenir',
        champs: rien,
        faire: (tx, e) => retirer({ ...e, tx }, e.lu.r),
        suite: suite('Le document est retiré.'),
      }),
    },
  })

/** Une ressource, ses gestes, et le fichier de chaque version. */
export const ressourcePage = (services: Services, prises: PrisesRessources) =>
  new Hono<Env>()
    .get(parIdentifiant(fichierDeVersionUrl), exigerDroit('pole.lire'), (c) =>
      servir(c, services, async (tx, { le }) => {
        const [r] = await lireRessources(tx, asId<'Ressource'>(c.req.param('ressource')) as RessourceId)
        const v = r && (await lireVersions(tx, r.id)).find((x) => x.id === c.req.param('version'))
        const fichier = v && (await lireFichier(tx, v.id))
        if (!r || !v || !fichier) return undefined
        return r.mienne
          ? { fichier }
          : {
              fichier,
              sortie: {
                ...v,
                titre: r.titre,
                cooperative: r.cooperative,
                nomDuPole: r.nomDuPole,
                priseLe: le,
                lue: true,
              },
            }
      }),
    )
    .route('/', page(services, prises))
