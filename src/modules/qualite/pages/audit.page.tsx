// Long parce qu’un audit se gèle, s’ouvre, se déroule, se conclut et se corrige sur une même page : coupée, ses étapes divergeraient.
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { formaterDuree } from '#kernel/heures.ts'
import { asId } from '#kernel/id.ts'
import { compter } from '#kernel/texte.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Alert,
  Button,
  ButtonLink,
  Etat,
  Exporter,
  Facts,
  Field,
  FieldSection,
  Form,
  Page,
  Section,
  Table,
  TextArea,
} from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { choix, date, entier, facultatif, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert, withErrors } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import {
  type ActionLiee,
  type Audit,
  type FicheEcrite,
  lireActions,
  lireAudit,
  lireFiches,
  lirePhoto,
} from '../db/audit-blanc.ts'
import { type Mission, missionsDeLAudit } from '../db/missions.ts'
import {
  type Bilan,
  conclureAudit,
  dernieres,
  direSecondes,
  echeanceDe,
  nommerPoint,
  pointsSansFiche,
} from '../domain/audit-blanc.ts'
import { versionAu } from '../domain/grille.ts'
import { court } from '../domain/mission.ts'
import { majuscule, motsCategories } from '../domain/mots.ts'
import { formeDeCopie, lirePhotoFigee, type Photo } from '../domain/photo.ts'
import { conclure, ecrireFiche, ouvrirAction } from '../gestes/juger-audit.ts'
import { gelerAudit, ouvrirAudit, pointsDe, rephotographier, tirageSeRejoue } from '../gestes/mener-audit.ts'
import { preuvesLisibles } from '../lecture/lire-preuve.ts'
import { aujourdhui, type Equipe, lireEquipe } from '../lecture/lire-score.ts'
import {
  auditActionUrl,
  auditMissionsUrl,
  auditPieceUrl,
  auditPointUrl,
  auditPreuvesUrl,
  auditsUrl,
  auditUrl,
  choisirUrl,
  fichesCsvUrl,
  ligneUrl,
} from '../liens.ts'
import {
  type Adresses,
  BilanDit,
  estReel,
  FichesDuPoint,
  FormulaireFiche,
  jourCourt,
  Pieces,
  PlanDeLaJournee,
  PointOuvert,
  Programme,
  SessionsMontrees,
  Tirage,
  titreDAudit,
} from './audit-vue.tsx'
import { etapeDe } from './audits.page.tsx'
import { enseigneDe, racine } from './commun.ts'
import { repondreFichier } from './fichier.ts'

/** Une fiche telle que le formulaire l’écrit ; le pair écrit la même. */
export const champsFiche = z.object({
  conclusion: choix(['tenu', 'mineure', 'majeure'], { phrase: 'Concluez : rien à redire, ou un écart.' }),
  constat: texte({ min: 3, max: 4_000, vide: 'Écrivez ce que vous avez vu, et sur quel dossier.' }),
  risque: texte({ max: 2_000 }),
  secondes: facultatif(entier({ max: 36_000 })),
  rang: entier({ min: 1, max: 1_000 }),
})
export type FormFiche = FormOf<typeof champsFiche>

const champsAction = z.object({
  titre: texte({ min: 2, max: 300, vide: 'Nommez l’action.' }),
  cause: texte({ min: 3, max: 4_000, vide: 'Dites pourquoi l’écart est né.' }),
  correction: texte({ min: 3, max: 4_000, vide: 'Dites ce que vous ferez.' }),
  echeance: facultatif(date()),
})
type FormAction = FormOf<typeof champsAction>

const filAudits = [...racine, { libelle: 'Les audits blancs', href: auditsUrl() }]
const adressesDe = (audit: string): Adresses => ({
  point: (point) => auditPointUrl({ audit, point }),
  piece: (piece) => auditPieceUrl({ audit, piece }),
})

type Lu = {
  readonly a: Audit
  readonly photo: Photo | undefined
  readonly priseLe: Date | undefined
  readonly fiches: readonly FicheEcrite[]
  readonly actions: readonly ActionLiee[]
  readonly missions: readonly Mission[]
  readonly rejoue: boolean | undefined
  readonly jour: string
}

const Etape = ({ a, photo }: { a: Audit; photo: Photo | undefined }) => {
  if (!a.engagement)
    return (
      <Form form={emptyForm()} classe="">
        <p>
          Geler photographie ce qui peut être tiré et ce qui manque, et engage la graine. Ce qui s’écrit
          ensuite se verra : « ajouté après le gel ».
        </p>
        <p>
          <Button genre="call" geste="geler">
            Geler les données et engager la graine
          </Button>{' '}
          {a.parIntervenant ? null : (
            <ButtonLink href={choisirUrl({ audit: a.id })}>
              L’audit est réel : ouvrir les dossiers choisis
            </ButtonLink>
          )}
        </p>
      </Form>
    )
  if (!photo)
    return (
      <Form form={emptyForm()} classe="">
        <p>Ouvrez l’audit le moment venu, devant qui audite : la graine est révélée, l’échantillon paraît.</p>
        <p>
          <Button genre="call" geste="ouvrir">
            Ouvrir l’audit et révéler le tirage
          </Button>
        </p>
      </Form>
    )
  return null
}

const Ecarts = ({ a, bilan, actions }: { a: Audit; bilan: Bilan; actions: readonly ActionLiee[] }) => {
  const points = [...bilan.majeures, ...bilan.mineures]
  const parPoint = new Map(actions.map((x) => [x.point, x]))
  const notifieLe = a.notifieLe as DateCivile
  return points.length === 0 ? null : (
    <Section
      titre="Corriger"
      id="corriger"
      sous="Une action par écart. Elle se clôt au registre, quand le contrôle repasse sur de nouveaux dossiers."
    >
      <Table
        legende="Les écarts et leurs actions"
        lignes={points}
        colonnes={[
          { titre: 'Écart', entete: true, cell: (p) => majuscule(nommerPoint(p)) },
          {
            titre: 'Gravité',
            cell: (p) =>
              bilan.majeures.includes(p) ? (
                <Etat etat="manquant" mot="majeure" />
              ) : (
                <Etat etat="partiel" mot="mineure" />
              ),
          },
          { titre: 'Au plus tard', cell: (p) => jourCourt(echeanceDe(bilan, p, notifieLe)) },
          {
            titre: 'Action',
            cell: (p) => {
              const x = parPoint.get(p)
              return x ? (
                <>
                  <a href={ligneUrl({ genre: 'action', ligne: x.ligne })}>{x.titre}</a>{' '}
                  <Etat
                    etat={x.closeLe ? 'prouve' : 'partiel'}
                    mot={x.closeLe ? `close le ${jourCourt(x.closeLe)}` : 'en cours'}
                  />
                </>
              ) : (
                <a href={auditActionUrl({ audit: a.id, point: p })}>
                  Ouvrir l’action
                  <span class="unseen"> : {nommerPoint(p)}</span>
                </a>
              )
            },
          },
        ]}
      />
    </Section>
  )
}

const Dehors = ({ a, missions }: { a: Audit; missions: readonly Mission[] }) => {
  const vivantes = missions.filter(court)
  return (
    <Section titre="Qui audite du dehors" id="dehors">
      <p>
        {vivantes.length === 0
          ? 'Personne du dehors ne lit cet échantillon.'
          : `${compter(vivantes.length, 'personne', { pluriel: 'personnes' })} : ${vivantes.map((m) => m.organisme ?? m.nom).join(', ')}. ${compter(
              missions.reduce((n, m) => n + m.lectures, 0),
              'lecture',
              { zero: 'Aucune lecture' },
            )} au registre.`}
      </p>
      <p>
        <ButtonLink href={auditMissionsUrl({ audit: a.id })}>
          {vivantes.length === 0 ? 'Confier le rôle de l’auditeur' : 'Voir ces accès et leurs lectures'}
        </ButtonLink>
      </p>
    </Section>
  )
}

const Vue = ({ lu, alerte }: { lu: Lu; alerte?: string | undefined }) => {
  const { a, photo } = lu
  const fiches = dernieres(lu.fiches)
  const temps = fiches.reduce((n, f) => n + (f.secondes ?? 0), 0)
  const reste = photo ? pointsSansFiche(pointsDe(a), fiches) : []
  const bilan = photo ? conclureAudit(a, fiches, (a.notifieLe ?? lu.jour) as DateCivile) : undefined
  return (
    <Page
      title={titreDAudit(a)}
      path={filAudits}
      lede={`La grille du ${formaterDate(a.auditLe as DateCivile, 'complet')} : ${versionAu(a.auditLe as DateCivile)?.texte ?? ''}.`}
      alert={alerte ? { phrase: alerte } : undefined}
      islands={a.engagement ? ['copier'] : []}
    >
      <Facts
        faits={[
          ['Où il en est', <Etat {...etapeDe(a)} />],
          ['Catégories', a.categories.map((c) => motsCategories[c]).join(', ')],
          ['Dossiers depuis', jourCourt(a.depuis)],
          ['Durée prévue', formaterDuree(a.minutes)],
          ...(temps > 0 ? [['Temps à montrer', direSecondes(temps)] as [string, string]] : []),
        ]}
      />
      {estReel(a) ? null : (
        <Section titre="Le tirage" id="tirage">
          {a.engagement ? <Tirage engagement={a.engagement} graine={a.graine} rejoue={lu.rejoue} /> : null}
          <Etape a={a} photo={photo} />
        </Section>
      )}
      {photo && bilan ? (
        <>
          {photo.forme === formeDeCopie ? null : (
            <Alert fort="Cette copie date d’avant une mise à jour du logiciel.">
              {a.notifieLe
                ? 'Votre coopérative la lit encore ; qui audite du dehors ne la lit plus.'
                : 'Qui audite du dehors ne la lit plus : recopiez l’échantillon, sous « Si l’on concluait ».'}
            </Alert>
          )}
          <SessionsMontrees titre="L’échantillon" id="echantillon" sessions={photo.sessions} />
          <PlanDeLaJournee plan={photo.plan} />
          <Programme photo={photo} fiches={fiches} adresses={adressesDe(a.id)} />
          <Pieces photo={photo} adresses={adressesDe(a.id)} />
          <Section titre={a.notifieLe ? 'La conclusion' : 'Si l’on concluait'} id="bilan">
            {fiches.length === 0 ? (
              <p>Aucune fiche n’est écrite : il n’y a encore rien à conclure.</p>
            ) : (
              <BilanDit bilan={bilan} conclu={a.notifieLe !== null} />
            )}
            {a.notifieLe ? (
              <p class="sub">
                Conclu le {jourCourt(a.notifieLe)}. Cet audit compte comme une revue de la qualité (indicateur
                32).
              </p>
            ) : (
              <Form form={emptyForm()} classe="">
                <p class="sub">
                  {reste.length > 0
                    ? `${compter(reste.length, 'point', { pluriel: 'points' })} du programme ${reste.length > 1 ? 'attendent' : 'attend'} une fiche.`
                    : 'Tout le programme a sa fiche.'}
                </p>
                <p>
                  <Button genre={reste.length > 0 ? 'main' : 'call'} geste="conclure">
                    Conclure l’audit
                  </Button>{' '}
                  <Button geste="recopier">Recopier l’échantillon</Button>
                </p>
              </Form>
            )}
          </Section>
          {a.notifieLe ? <Ecarts a={a} bilan={bilan} actions={lu.actions} /> : null}
        </>
      ) : null}
      <Dehors a={a} missions={lu.missions} />
      {photo ? (
        <p>
          <Exporter href={fichesCsvUrl({ audit: a.id })} titre="Exporter les fiches" />.{' '}
          <a href={auditPreuvesUrl({ audit: a.id })}>Télécharger les preuves, par indicateur (ZIP)</a>
        </p>
      ) : null}
    </Page>
  )
}

const lirePage = async (tx: TenantTx, a: Audit, jour: string): Promise<Lu> => {
  const prise = await lirePhoto(tx, a.id)
  return {
    a,
    photo: prise && lirePhotoFigee(prise.contenu),
    priseLe: prise?.priseLe,
    fiches: await lireFiches(tx, a.id),
    actions: await lireActions(tx, a.id),
    missions: await missionsDeLAudit(tx, a.id),
    rejoue: await tirageSeRejoue(tx, a),
    jour,
  }
}

const PointVue = ({
  a,
  photo,
  numero,
  fiches,
  form,
  equipe,
}: {
  a: Audit
  photo: Photo
  numero: string
  fiches: readonly FicheEcrite[]
  form: FormFiche
  equipe: Equipe
}) => {
  const point = photo.points.find((p) => p.point === numero)
  if (!point) return null
  const siennes = fiches.filter((f) => f.point === numero)
  return (
    <Page
      title={`${majuscule(nommerPoint(numero).replace(/^l\u2019/, ''))} : ${point.intitule}`}
      path={[...filAudits, { libelle: titreDAudit(a), href: auditUrl({ audit: a.id }) }]}
      alert={form.alert}
      islands={a.notifieLe ? [] : ['chrono']}
    >
      <PointOuvert point={point} photo={photo} adresses={adressesDe(a.id)} />
      <FichesDuPoint
        fiches={siennes}
        qui={(f) =>
          (f as FicheEcrite).dehors
            ? 'par le pair'
            : `par ${equipe.nomDe((f as FicheEcrite).par) ?? 'une personne partie'}`
        }
      />
      {a.notifieLe ? null : <FormulaireFiche form={form} point={point} rang={siennes.length + 1} />}
    </Page>
  )
}

/** La fiche déjà écrite, prête à être révisée. */
export const formDeFiche = (
  fiches: readonly { conclusion: string; constat: string; risque: string; secondes: number | null }[],
): FormFiche => {
  const derniere = fiches.at(-1)
  return emptyForm(
    undefined,
    derniere
      ? {
          conclusion: derniere.conclusion,
          constat: derniere.constat,
          risque: derniere.risque,
          secondes: derniere.secondes === null ? '' : String(derniere.secondes),
        }
      : {},
  )
}

const ActionVue = ({
  a,
  point,
  terme,
  form,
}: {
  a: Audit
  point: string
  terme: DateCivile
  form: FormAction
}) => (
  <Page
    title={`Corriger ${nommerPoint(point)}`}
    lede={`Au plus tard le ${formaterDate(terme, 'complet')}. L’action s’inscrit au registre ; elle ne s’y clôt que si le contrôle repasse sur un dossier né après elle.`}
    path={[...filAudits, { libelle: titreDAudit(a), href: auditUrl({ audit: a.id }) }]}
    alert={form.alert}
  >
    <Form
      form={form}
      noms={{ titre: 'Action', cause: 'Cause', correction: 'Correction', echeance: 'Échéance' }}
    >
      <FieldSection titre="L’action">
        <Field form={form} name="titre" label="Action" span={2} maxlength={300} />
        <Field
          form={form}
          name="echeance"
          label="Échéance"
          optional
          hint="sans réponse : le terme de l’écart"
        />
        <TextArea form={form} name="cause" label="Cause" rows={3} />
        <TextArea form={form} name="correction" label="Ce que l’on fait" rows={3} />
      </FieldSection>
      <Actions libelle="Ouvrir l’action">
        <a href={auditUrl({ audit: a.id })}>Revenir sans rien changer</a>
      </Actions>
    </Form>
  </Page>
)

const dit = {
  geler: 'Les données sont gelées, la graine engagée. Le tirage est décidé, et personne ne le connaît.',
  ouvrir: 'La graine est révélée : voici l’échantillon.',
  recopier: 'L’échantillon est recopié : ce qui s’est ajouté depuis le gel est marqué.',
  conclure: 'L’audit est conclu : les échéances courent d’aujourd’hui.',
} as const

export const auditPages = ({ db, clock, storage }: Pick<Services, 'db' | 'clock' | 'storage'>) => {
  /** L’audit de l’adresse, chez soi. Ailleurs ou absent : la même page. */
  const pourAudit = (
    c: Context<Env>,
    work: (
      tx: TenantTx,
      a: Audit,
      contexte: Parameters<typeof gelerAudit>[2],
      visiteur: Visiteur,
    ) => Promise<Response>,
  ) =>
    pourVisiteur(c, db, async (tx, visiteur) => {
      const id = asId<'Audit'>(c.req.param('audit') ?? '')
      const a = id && (await lireAudit(tx, id))
      const activite = a && (await enseigneDe(tx, visiteur))
      if (!a || !activite) return notFound(c)
      const le = clock.now()
      return work(tx, a, { activite, le, jour: aujourdhui(le) }, visiteur)
    })
  const ecart = async (tx: TenantTx, a: Audit, point: string) => {
    if (!a.notifieLe) return undefined
    const bilan = conclureAudit(a, await lireFiches(tx, a.id), a.notifieLe as DateCivile)
    return [...bilan.majeures, ...bilan.mineures].includes(point)
      ? echeanceDe(bilan, point, a.notifieLe as DateCivile)
      : undefined
  }
  return new Hono<Env>()
    .get(auditUrl.modele, exigerDroit('qualite.ecrire'), (c) =>
      pourAudit(c, async (tx, a, { jour }) => c.html(<Vue lu={await lirePage(tx, a, jour)} />)),
    )
    .post(auditUrl.modele, exigerDroit('qualite.ecrire'), async (c) => {
      const read = await readForm(z.object({}), c)
      return pourAudit(c, async (tx, a, contexte) => {
        const geste = read.ok ? read.geste : undefined
        if (geste !== 'geler' && geste !== 'ouvrir' && geste !== 'recopier' && geste !== 'conclure')
          return c.html(
            <Vue lu={await lirePage(tx, a, contexte.jour)} alerte="Ce geste n’existe pas." />,
            422,
          )
        const fait = await { geler: gelerAudit, ouvrir: ouvrirAudit, recopier: rephotographier, conclure }[
          geste
        ](tx, a.id, contexte)
        if (!fait.ok)
          return c.html(<Vue lu={await lirePage(tx, a, contexte.jour)} alerte={fait.error.phrase} />, 409)
        return redirectWith(c, auditUrl({ audit: a.id }), { genre: 'fait', fort: dit[geste] })
      })
    })
    .get(auditPointUrl.modele, exigerDroit('qualite.ecrire'), (c) =>
      pourAudit(c, async (tx, a) => {
        const photo = lirePhotoFigee((await lirePhoto(tx, a.id))?.contenu)
        const numero = c.req.param('point')
        if (!photo?.points.some((p) => p.point === numero)) return notFound(c)
        const fiches = await lireFiches(tx, a.id)
        return c.html(
          <PointVue
            a={a}
            photo={photo}
            numero={numero}
            fiches={fiches}
            form={formDeFiche(fiches.filter((f) => f.point === numero))}
            equipe={await lireEquipe(tx)}
          />,
        )
      }),
    )
    .post(auditPointUrl.modele, exigerDroit('qualite.ecrire'), async (c) => {
      const read = await readForm(champsFiche, c)
      return pourAudit(c, async (tx, a, contexte) => {
        const photo = lirePhotoFigee((await lirePhoto(tx, a.id))?.contenu)
        const numero = c.req.param('point')
        if (!photo?.points.some((p) => p.point === numero)) return notFound(c)
        const reprendre = async (form: FormFiche, status: 200 | 409 | 413 | 415 | 422) =>
          c.html(
            <PointVue
              a={a}
              photo={photo}
              numero={numero}
              fiches={await lireFiches(tx, a.id)}
              form={form}
              equipe={await lireEquipe(tx)}
            />,
            status,
          )
        if (!read.ok) return reprendre(read.form, read.status)
        const fait = await ecrireFiche(
          tx,
          a.id,
          { ...read.data, point: numero, secondes: read.data.secondes ?? null },
          contexte,
        )
        if (!fait.ok)
          return fait.error.code === 'sans-risque'
            ? reprendre(withErrors(read.form, { risque: fait.error.phrase }), 422)
            : fait.error.code === 'non-gradable'
              ? reprendre(withErrors(read.form, { conclusion: fait.error.phrase }), 422)
              : reprendre(withAlert(read.form, fait.error.phrase), 409)
        return redirectWith(c, `${auditUrl({ audit: a.id })}#programme`, {
          genre: 'fait',
          fort: `${majuscule(nommerPoint(numero))} a sa fiche.`,
        })
      })
    })
    .get(auditActionUrl.modele, exigerDroit('qualite.ecrire'), (c) =>
      pourAudit(c, async (tx, a) => {
        const point = c.req.param('point')
        const terme = await ecart(tx, a, point)
        if (!terme) return notFound(c)
        const fiche = dernieres(await lireFiches(tx, a.id)).find((f) => f.point === point)
        return c.html(
          <ActionVue
            a={a}
            point={point}
            terme={terme}
            form={emptyForm(undefined, { cause: fiche?.constat ?? '' })}
          />,
        )
      }),
    )
    .post(auditActionUrl.modele, exigerDroit('qualite.ecrire'), async (c) => {
      const read = await readForm(champsAction, c)
      return pourAudit(c, async (tx, a, contexte) => {
        const point = c.req.param('point')
        const terme = await ecart(tx, a, point)
        if (!terme) return notFound(c)
        if (!read.ok)
          return c.html(<ActionVue a={a} point={point} terme={terme} form={read.form} />, read.status)
        const fait = await ouvrirAction(tx, a.id, { ...read.data, point }, contexte)
        if (!fait.ok)
          return c.html(
            <ActionVue
              a={a}
              point={point}
              terme={terme}
              form={
                fait.error.code === 'echeance'
                  ? withErrors(read.form, { echeance: fait.error.phrase })
                  : withAlert(read.form, fait.error.phrase)
              }
            />,
            fait.error.code === 'echeance' ? 422 : 409,
          )
        return redirectWith(c, `${auditUrl({ audit: a.id })}#corriger`, {
          genre: 'fait',
          fort: 'L’action est ouverte, au registre.',
          lien: { libelle: 'L’ouvrir', href: ligneUrl({ genre: 'action', ligne: fait.value.ligne }) },
        })
      })
    })
    .get(auditPieceUrl.modele, exigerDroit('qualite.ecrire'), (c) =>
      pourAudit(c, async (tx, a, { le }, visiteur) => {
        const piece = c.req.param('piece')
        const lue = (await preuvesLisibles(tx, a.id, visiteur, le)).find((p) => p.id === piece)
        const fichier = lue && (await storage.get(tx, lue.fichier))
        return fichier && lue ? repondreFichier(fichier.octets, fichier.type, lue.libelle) : notFound(c)
      }),
    )
    .get(fichesCsvUrl.modele, exigerDroit('qualite.ecrire'), (c) =>
      pourAudit(c, async (tx, a) => {
        const equipe = await lireEquipe(tx)
        return repondreCsv(
          c,
          'audit-blanc-fiches',
          enCsv(
            ['point', 'revision', 'conclusion', 'constat', 'risque', 'secondes', 'ecrite_le', 'par'],
            (await lireFiches(tx, a.id)).map((f) => [
              f.point,
              f.rang,
              f.conclusion,
              f.constat,
              f.risque,
              f.secondes,
              f.ecritLe.toISOString(),
              f.dehors ? 'le pair' : (equipe.nomDe(f.par) ?? ''),
            ]),
          ),
        )
      }),
    )
}
