// Long parce qu’une ligne se lit, se révise et se retire sous un même formulaire, tiré de son registre.
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { type DateCivile, dateCivile, formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { accorder, compter } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { adhesions } from '#modules/comptes/index.ts'
import { exigerDroit, peutSuivre, peutVisiteur } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Button,
  CheckboxGroup,
  Etat,
  Field,
  FieldSection,
  Form,
  Page,
  Section,
  SelectField,
  Table,
  TextArea,
} from '#web/components.tsx'
import type { Env, Visiteur } from '#web/env.ts'
import { choix, date, decimal, entier, facultatif, plusieurs, texte } from '#web/fields.ts'
import { emptyForm, type FormState, readForm, withAlert, withErrors } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { lireAffaire } from '../db/affaires.ts'
import { type Amelioration, ameliorationsLieesA, lireAmelioration } from '../db/ameliorations.ts'
import { type Lectorat, lectorats } from '../db/diffusion.ts'
import { type Jointe, lireJointes } from '../db/jointes.ts'
import {
  type Choix,
  type Ligne,
  lireActionsNeesDe,
  lireLigne,
  numeroDeSession,
  offrirLiens,
  sessionDeNumero,
} from '../db/registre.ts'
import { etatDAmelioration, motsAmelioration } from '../domain/ameliorations.ts'
import { attendus, peser } from '../domain/force.ts'
import { minuscule } from '../domain/mots.ts'
import {
  type Champ,
  type Contenu,
  champsRepris,
  direChamp,
  estReprise,
  type Lien,
  type RegistreQualite,
  registreDe,
  tauxExamen,
} from '../domain/registres.ts'
import { tenirLigne } from '../gestes/tenir-registre.ts'
import { aujourdhui, lireEquipe, lireRegard } from '../lecture/lire-score.ts'
import {
  ameliorationUrl,
  diffusionUrl,
  ligneUrl,
  nouvelleLigneUrl,
  registresUrl,
  registreUrl,
} from '../liens.ts'
import { enseigneDe, idDuJeton, lireParam, racine } from './commun.ts'
import { dire as direLectorat } from './diffusion.page.tsx'
import { Jointes } from './jointes.page.tsx'

const nomsLien = {
  intervenant: 'Intervenant',
  membre: 'Membre de l’équipe',
  offre: 'Offre',
  session: 'Session',
  lieu: 'Lieu',
  entreprise: 'Structure',
} as const

/** D’une action ou d’un risque, la personne de l’équipe répond ; ailleurs, elle est celle dont on parle. */
const nomDuLien = (genre: string, lien: keyof typeof nomsLien): string =>
  lien === 'membre' && (genre === 'action' || genre === 'risque') ? 'Qui en répond' : nomsLien[lien]

/** Le schéma d’un registre : ses champs communs, puis les siens. */
const champDe = (c: Champ): z.ZodType => {
  const cles = Object.keys(c.choix ?? {}) as [string, ...string[]]
  if (c.genre === 'cases') return plusieurs(cles)
  if (c.genre === 'choix') return c.exige ? choix(cles) : facultatif(choix(cles))
  if (c.genre === 'jour') return c.exige ? date() : facultatif(date())
  if (c.genre === 'nombre')
    return c.exige ? entier({ max: 10_000_000 }) : facultatif(entier({ max: 10_000_000 }))
  if (c.genre === 'decimal') return c.exige ? decimal() : facultatif(decimal())
  return texte({ min: c.exige ? 1 : 0, max: c.genre === 'texte' ? 4_000 : 300 })
}
const schemaDe = (r: RegistreQualite) =>
  z.object({
    titre: texte({ min: 2, max: 300 }),
    le: date(),
    expireLe: facultatif(date()),
    rang: entier({ max: 100_000 }),
    intervenant: facultatif(texte({ max: 36 })),
    offre: facultatif(texte({ max: 36 })),
    lieu: facultatif(texte({ max: 36 })),
    membre: facultatif(texte({ max: 36 })),
    affaire: facultatif(texte({ max: 36 })),
    entreprise: facultatif(texte({ max: 36 })),
    session: facultatif(texte({ max: 20 })),
    // Demandé d’une ligne reprise d’une autre coopérative ; ailleurs, absent.
    ...Object.fromEntries(champsRepris.map((c) => [c.nom, champDe(c)])),
    ...Object.fromEntries(r.champs.map((c) => [c.nom, champDe(c)])),
  })

type Lu = {
  readonly titre: string
  readonly le: DateCivile
  readonly expireLe?: DateCivile | undefined
  readonly rang: number
  readonly intervenant?: string | undefined
  readonly offre?: string | undefined
  readonly lieu?: string | undefined
  readonly membre?: string | undefined
  readonly affaire?: string | undefined
  readonly entreprise?: string | undefined
  readonly session?: string | undefined
} & Readonly<Record<string, unknown>>

/** Les champs d’une ligne : ceux de son registre ; d’une copie reprise, ce que l’on en a adapté. */
const champsDe = (r: RegistreQualite, derniere: Ligne | undefined): readonly Champ[] =>
  derniere && estReprise(derniere.contenu) ? [...champsRepris, ...r.champs] : r.champs

const enContenu = (champs: readonly Champ[], lu: Lu): Contenu =>
  Object.fromEntries(
    champs.flatMap((c): [string, string | string[]][] => {
      const v = lu[c.nom]
      if (v === undefined || v === '') return []
      return [[c.nom, Array.isArray(v) ? v.map(String) : String(v)]]
    }),
  )

const Saisie = ({ c, form }: { c: Champ; form: FormState }) => {
  const commun = {
    form,
    name: c.nom,
    label: c.libelle,
    ...(c.exige ? {} : { optional: true }),
    ...(c.aide ? { hint: c.aide } : {}),
  }
  const options = Object.entries(c.choix ?? {}).map(([value, label]) => ({ value, label }))
  if (c.genre === 'cases') return <CheckboxGroup {...commun} options={options} />
  if (c.genre === 'choix') return <SelectField {...commun} options={options} vide="choisir" />
  if (c.genre === 'texte') return <TextArea {...commun} rows={3} />
  return (
    <Field
      {...commun}
      span={c.genre === 'ligne' ? 2 : 1}
      inputmode={c.genre === 'nombre' ? 'numeric' : c.genre === 'decimal' ? 'decimal' : undefined}
    />
  )
}

type Offerts = Readonly<Record<string, readonly Choix[]>>
type VueProps = {
  readonly genre: string
  readonly r: RegistreQualite
  readonly form: FormState
  readonly offerts: Offerts
  readonly revisions: readonly Ligne[]
  readonly nomDe: (compte: string | null) => string | undefined
  /** Faux : on lit, et rien n'est à remplir. */
  readonly tient: boolean
  readonly jointes: readonly Jointe[]
  readonly jour: string
  /** D’un risque : les actions qui en viennent. */
  readonly actions: readonly Ligne[]
  /** D’une action, dans une CAE : ce qui la lie à l’autre niveau. */
  readonly niveaux: (Amelioration & { readonly liees: number }) | undefined
  /** D’une veille : à combien de personnes elle est transmise, combien l’ont lue. */
  readonly lectorat: Lectorat | undefined
}

/** Ce que pèse la ligne telle qu’elle est, et ce qu’un auditeur accepterait. */
const Pesee = ({
  genre,
  ligne,
  jointes,
  jour,
}: {
  genre: string
  ligne: Ligne | undefined
  jointes: readonly Jointe[]
  jour: string
}) => {
  const a = Object.hasOwn(attendus, genre) ? attendus[genre] : undefined
  if (!a) return null
  const vivantes = jointes.filter((j) => j.retireeLe === null && (j.expireLe === null || j.expireLe >= jour))
  const pesee =
    ligne && !ligne.retire ? peser({ ...ligne, fichiers: vivantes.length, jointLe: null }) : undefined
  return (
    <>
      {pesee ? (
        <p>
          <Etat etat={etatDeForce[pesee.force]} mot={motDeForce[pesee.force]} />
          {pesee.manque ? ` : ${pesee.manque}.` : null}
        </p>
      ) : null}
      <p class="sub accepte">
        Un auditeur accepte : {minuscule(a.accepte)}
        {a.document ? ' Sans document, la ligne ne fait que déclarer.' : ''}
        {ligne || !a.document ? '' : ' Le fichier se joint une fois la ligne inscrite.'}
      </p>
    </>
  )
}

const pourCent = (n: number | undefined): string => (n === undefined ? 'pas encore' : `${n} %`)

/** Ce que disent ensemble les nombres d’une épreuve. */
const Taux = ({ ligne }: { ligne: Ligne }) => {
  const { presentation, obtention } = tauxExamen(ligne.contenu)
  return (
    <p>
      Taux de présentation : {pourCent(presentation)}. Taux d’obtention : {pourCent(obtention)}.
    </p>
  )
}

/** Un risque, et ce que l’on fait contre lui. */
const ActionsDuRisque = ({
  risque,
  actions,
  tient,
}: {
  risque: Ligne
  actions: readonly Ligne[]
  tient: boolean
}) => (
  <Section
    titre="Les actions contre ce risque"
    id="actions"
    outils={
      tient
        ? [
            {
              libelle: 'Ouvrir une action',
              href: withQuery(nouvelleLigneUrl({ genre: 'action' }), { risque: risque.id }),
            },
          ]
        : []
    }
  >
    {actions.length === 0 ? (
      <p>Aucune action n’est ouverte contre ce risque.</p>
    ) : (
      <Table
        legende="Actions contre ce risque"
        lignes={actions}
        colonnes={[
          {
            titre: 'Action',
            entete: true,
            cell: (a) => <a href={ligneUrl({ genre: 'action', ligne: a.id })}>{a.titre}</a>,
          },
          { titre: 'Ouverte le', cell: (a) => formaterDate(a.le as DateCivile, 'court') },
          {
            titre: 'Close le',
            cell: (a) => {
              const close = typeof a.contenu.closeLe === 'string' ? dateCivile(a.contenu.closeLe) : undefined
              return close ? formaterDate(close, 'court') : 'en cours'
            },
          },
        ]}
      />
    )}
  </Section>
)

const Vue = ({
  genre,
  r,
  form,
  offerts,
  revisions,
  nomDe,
  tient,
  jointes,
  jour,
  actions,
  lectorat,
  niveaux,
}: VueProps) => (
  <Page
    title={revisions.length === 0 ? `Inscrire ${r.un}` : (revisions[0]?.titre ?? r.titre)}
    lede={r.lede}
    path={[
      ...racine,
      { libelle: 'Les registres', href: registresUrl() },
      { libelle: r.titre, href: registreUrl({ genre }) },
    ]}
    alert={form.alert}
  >
    <Pesee genre={genre} ligne={revisions[0]} jointes={jointes} jour={jour} />
    {revisions[0] && estReprise(revisions[0].contenu) ? (
      <p class="sub">Copie reprise de : {String(revisions[0].contenu.repriseDe)}.</p>
    ) : null}
    {revisions[0] && genre === 'examen' ? <Taux ligne={revisions[0]} /> : null}
    {tient ? (
      <Form
        form={form}
        noms={{
          titre: r.libelleTitre,
          le: r.libelleJour,
          expireLe: r.libelleTerme ?? 'Terme',
          ...nomsLien,
          membre: nomDuLien(genre, 'membre'),
          ...Object.fromEntries(champsDe(r, revisions[0]).map((c) => [c.nom, c.libelle])),
        }}
      >
        <input type="hidden" name="rang" value={String(revisions[0]?.rang ?? 0)} />
        <input type="hidden" name="affaire" value={form.values.get('affaire')?.[0] ?? ''} />
        <FieldSection titre="Le fait">
          <Field form={form} name="titre" label={r.libelleTitre} span={2} maxlength={300} />
          <Field form={form} name="le" label={r.libelleJour} hint="le jour du fait, non celui de la saisie" />
          {r.libelleTerme ? <Field form={form} name="expireLe" label={r.libelleTerme} optional /> : null}
          {r.liens.map((lien) =>
            lien === 'session' ? (
              <Field
                form={form}
                name="session"
                label="Session"
                optional={r.cadre === true}
                hint={`son numéro, par exemple S‑2026‑014${r.cadre ? ' ; rien pour un contrat-cadre, qui dit son terme' : ''}`}
              />
            ) : (
              <SelectField
                form={form}
                name={lien}
                label={nomDuLien(genre, lien)}
                vide="aucun"
                options={(offerts[lien] ?? []).map((o) => ({ value: o.id, label: o.nom }))}
              />
            ),
          )}
        </FieldSection>
        {champsDe(r, revisions[0]).length > 0 ? (
          <FieldSection titre="Ce qu’il faut en garder">
            {champsDe(r, revisions[0]).map((c) => (
              <Saisie c={c} form={form} />
            ))}
          </FieldSection>
        ) : null}
        <Actions libelle={revisions.length === 0 ? 'Inscrire' : 'Réviser'}>
          {revisions.length > 0 ? (
            <Button genre="grave" geste="retirer">
              Retirer cette ligne
            </Button>
          ) : null}
          <a href={registreUrl({ genre })}>Revenir sans rien changer</a>
        </Actions>
      </Form>
    ) : null}
    {revisions[0] ? (
      <Jointes genre={genre} ligne={revisions[0].id} jointes={jointes} tient={tient} jour={jour} />
    ) : null}
    {revisions[0] && genre.startsWith('veille-') ? (
      <Section titre="Qui la lit" id="lue">
        <p>
          {direLectorat(lectorat)}{' '}
          <a href={diffusionUrl({ genre, ligne: revisions[0].id })}>
            {tient ? 'La transmettre, voir qui l’a lue' : 'Voir qui l’a lue'}
          </a>
        </p>
      </Section>
    ) : null}
    {niveaux && peutSuivre('ameliorations.tenir') ? (
      <Section titre="À deux niveaux" id="niveaux">
        <p>
          {niveaux.commune
            ? `De la coopérative ; ${compter(niveaux.liees, 'enseigne', { zero: 'aucune enseigne' })} ${accorder(niveaux.liees, 'a', 'ont')} la sienne. `
            : `${niveaux.enseigne} : ${motsAmelioration[etatDAmelioration(niveaux.lien)]}. `}
          <a href={ameliorationUrl({ ligne: niveaux.id })}>
            {niveaux.commune ? 'La demander aux enseignes, la clore partout' : 'La faire monter, y répondre'}
          </a>
        </p>
      </Section>
    ) : null}
    {revisions[0] && genre === 'risque' ? (
      <ActionsDuRisque risque={revisions[0]} actions={actions} tient={tient} />
    ) : null}
    {revisions.length > 0 ? (
      <Section
        titre="Ses révisions"
        id="revisions"
        sous="Rien ne s’efface : l’auditeur voit quand chaque chose fut écrite."
      >
        <Table
          legende="Révisions de cette ligne"
          lignes={revisions}
          colonnes={[
            { titre: 'Révision', nombre: true, entete: true, cell: (l) => l.rang },
            {
              titre: 'Écrite le',
              cell: (l) => formaterDate(jourLocal(l.inscritLe, ZONE_PAR_DEFAUT), 'court'),
            },
            { titre: 'Par', cell: (l) => nomDe(l.par) ?? 'une personne partie' },
            { titre: r.libelleJour, cell: (l) => formaterDate(l.le as DateCivile, 'court') },
            {
              titre: 'Ce qu’elle disait',
              cell: (l) =>
                l.retire
                  ? 'retirée'
                  : champsDe(r, l)
                      .map((c) => [c.libelle, direChamp(c, l.contenu[c.nom])])
                      .filter(([, v]) => v !== '')
                      .map(([nom, v]) => `${nom} : ${v}`)
                      .join(' ; '),
            },
          ]}
        />
      </Section>
    ) : null}
  </Page>
)

const etatDeForce = { prouve: 'prouve', declare: 'declare', vide: 'manquant' } as const
const motDeForce = { prouve: 'prouvé', declare: 'déclaré', vide: 'ne dit rien' } as const

const enForm = (l: Ligne, numero: string | undefined, champs: readonly Champ[]): FormState =>
  emptyForm<string>(undefined, {
    titre: l.titre,
    le: formaterDate(l.le as DateCivile, 'chiffres'),
    expireLe: l.expireLe ? formaterDate(l.expireLe as DateCivile, 'chiffres') : '',
    intervenant: l.personne ?? '',
    offre: l.offre ?? '',
    lieu: l.etablissement ?? '',
    entreprise: l.entreprise ?? '',
    membre: l.responsable ?? '',
    affaire: l.origine ?? '',
    session: numero ?? '',
    ...Object.fromEntries(
      champs.map((c) => {
        const v = l.contenu[c.nom]
        const jour = c.genre === 'jour' && typeof v === 'string' ? dateCivile(v) : undefined
        const lu = jour ? formaterDate(jour, 'chiffres') : c.genre === 'decimal' ? direChamp(c, v) : v
        return [c.nom, typeof lu === 'object' ? [...lu] : (lu ?? '')]
      }),
    ),
  })

/** Qui tient les registres ; un accès de lecture, ou d'assistance, n'y écrit rien. */
const tientLesRegistres = (v: Visiteur | undefined): boolean =>
  v !== undefined &&
  v.lectureSeule !== true &&
  !v.assistance &&
  peutVisiteur(v, 'registres.tenir', { estSien: true })

/** Ce à quoi une ligne peut se rattacher ; les membres sont ceux de l’équipe d’aujourd’hui. */
const offrir = async (tx: TenantTx, liens: readonly Lien[]): Promise<Offerts> => ({
  ...(await offrirLiens(tx, liens)),
  ...(liens.includes('membre')
    ? {
        membre: (await adhesions(tx))
          .filter((a) => !a.enAttente && a.au === null && !a.roles.includes('auditeur'))
          .map((a) => ({ id: a.compte as string, nom: `${a.prenom} ${a.nom}`.trim() })),
      }
    : {}),
})

const lireNiveaux = async (tx: TenantTx, ligne: string | undefined) => {
  const a = ligne === undefined ? undefined : await lireAmelioration(tx, ligne)
  return a && { ...a, liees: a.commune ? (await ameliorationsLieesA(tx, a.id)).length : 0 }
}

export const lignePages = ({ db, clock }: Pick<Services, 'db' | 'clock'>) => {
  const composer = async (
    c: Context<Env>,
    tx: TenantTx,
    genre: string,
    r: RegistreQualite,
    revisions: readonly Ligne[],
    form: FormState,
    status: 200 | 409 | 413 | 415 | 422 = 200,
  ) => {
    const equipe = await lireEquipe(tx)
    return c.html(
      <Vue
        genre={genre}
        r={r}
        form={form}
        revisions={revisions}
        offerts={await offrir(tx, r.liens)}
        nomDe={equipe.nomDe}
        tient={tientLesRegistres(c.get('visiteur'))}
        jointes={revisions[0] ? await lireJointes(tx, revisions[0].id) : []}
        jour={aujourdhui(clock.now())}
        niveaux={
          c.get('visiteur')?.cae && genre === 'action' ? await lireNiveaux(tx, revisions[0]?.id) : undefined
        }
        lectorat={revisions[0] && (await lectorats(tx, [revisions[0].id])).get(revisions[0].id)}
        actions={genre === 'risque' && revisions[0] ? await lireActionsNeesDe(tx, revisions[0].id) : []}
      />,
      status,
    )
  }
  /** Ce que cherche l’adresse : le registre et, s’il y en a une, la ligne. Ailleurs ou absent : rien. */
  const trouver = async (c: Context<Env>, tx: TenantTx) => {
    const genre = c.req.param('genre') ?? ''
    const r = registreDe(genre)
    const brut = c.req.param('ligne')
    if (!r) return undefined
    if (brut === undefined) return { genre, r, revisions: [] as Ligne[] }
    const id = asId<'Ligne'>(brut)
    const revisions = id ? await lireLigne(tx, genre, id) : []
    return revisions.length > 0 ? { genre, r, revisions } : undefined
  }
  const ouvrir = (c: Context<Env>) =>
    pourVisiteur(c, db, async (tx) => {
      const t = await trouver(c, tx)
      if (!t) return notFound(c)
      const [derniere] = t.revisions
      const form = derniere
        ? enForm(
            derniere,
            derniere.session ? await numeroDeSession(tx, derniere.session) : undefined,
            champsDe(t.r, derniere),
          )
        : emptyForm<string>(undefined, {
            intervenant: lireParam(c, 'personne'),
            offre: lireParam(c, 'offre'),
            lieu: lireParam(c, 'etablissement'),
            entreprise: lireParam(c, 'entreprise'),
            session: lireParam(c, 'session'),
            membre: lireParam(c, 'membre'),
            affaire: lireParam(c, 'affaire') || lireParam(c, 'risque'),
            ...(lireParam(c, 'risque') ? { origine: 'risque' } : {}),
          })
      return composer(c, tx, t.genre, t.r, t.revisions, form)
    })
  const ecrire = async (c: Context<Env>) => {
    const r0 = registreDe(c.req.param('genre') ?? '')
    if (!r0) return notFound(c)
    const read = await readForm(schemaDe(r0), c)
    return pourVisiteur(c, db, async (tx, visiteur) => {
      const t = await trouver(c, tx)
      const activite = t?.revisions[0]?.activite ?? (await enseigneDe(tx, visiteur))
      if (!t || !activite) return notFound(c)
      const { genre, r, revisions } = t
      const reprendre = (form: FormState, status: 200 | 409 | 413 | 415 | 422) =>
        composer(c, tx, genre, r, revisions, form, status)
      const maintenant = clock.now()
      const { jour, cadre } = await lireRegard(tx, maintenant)
      const avant = revisions[0]
      if (!read.ok) return reprendre(read.form, read.status)
      if (read.geste === 'retirer' && avant) {
        const fait = await tenirLigne(
          tx,
          { ...avant, retire: true },
          { rangLu: avant.rang, regarde: { jour, cadre }, le: maintenant },
        )
        return fait.ok
          ? redirectWith(c, registreUrl({ genre }), {
              genre: 'fait',
              fort: 'La ligne est retirée ; ses révisions restent.',
            })
          : reprendre(withAlert(read.form, fait.error), 409)
      }
      const lu = read.data as unknown as Lu
      const offerts = await offrir(tx, r.liens)
      const fautes: Record<string, string> = {}
      const pris = (
        lien: 'intervenant' | 'membre' | 'offre' | 'lieu' | 'entreprise',
        exige: boolean,
      ): string | null => {
        const v = lu[lien]
        if (!r.liens.includes(lien)) return null
        if (v === undefined) {
          if (exige) fautes[lien] = 'Choisissez une réponse de la liste.'
          return null
        }
        if (offerts[lien]?.some((o) => o.id === v)) return v
        fautes[lien] = 'Choisissez une réponse de la liste.'
        return null
      }
      const seul =
        r.liens.length === 1 &&
        !(avant && genre === 'lieu' && estReprise(avant.contenu)) &&
        !genre.startsWith('veille-') &&
        genre !== 'resultat' &&
        genre !== 'formation-referent'
      const liens = {
        personne: pris('intervenant', seul),
        offre: pris('offre', seul),
        etablissement: pris('lieu', seul),
        entreprise: pris('entreprise', seul),
        responsable: pris('membre', genre === 'action'),
      }
      const affaire = lu.affaire ? asId<'Affaire'>(lu.affaire) : undefined
      const origine =
        avant?.origine ??
        (affaire &&
          ((await lireAffaire(tx, affaire))?.id ?? (await lireLigne(tx, 'risque', affaire))[0]?.id)) ??
        null
      let session: string | null = null
      if (r.liens.includes('session')) {
        session = lu.session ? ((await sessionDeNumero(tx, lu.session)) ?? null) : null
        if (session === null && !(r.cadre && !lu.session && lu.expireLe))
          fautes.session = lu.session
            ? 'Aucune session ne porte ce numéro.'
            : `Écrivez le numéro de la session${r.cadre ? ' ; d’un contrat-cadre, jusqu’à quand il vaut' : ''}.`
      }
      if (Object.keys(fautes).length > 0) return reprendre(withErrors(read.form, fautes), 422)
      const id = avant?.id ?? idDuJeton(read.form.jeton)
      const fait = await tenirLigne(
        tx,
        {
          id,
          activite,
          genre,
          titre: lu.titre,
          le: lu.le,
          expireLe: lu.expireLe ?? null,
          ...liens,
          session,
          origine,
          contenu: {
            ...enContenu(champsDe(r, avant), lu),
            // D’où vient une copie ne s’efface pas en la révisant.
            ...(avant && estReprise(avant.contenu) ? { repriseDe: avant.contenu.repriseDe ?? '' } : {}),
            // Ni d’où vient une présence : la réviser ne la prouve pas.
            ...(avant?.contenu.atelier ? { atelier: avant.contenu.atelier } : {}),
          },
          retire: false,
        },
        { rangLu: lu.rang, regarde: { jour, cadre }, le: maintenant },
      )
      if (!fait.ok)
        return reprendre(
          fait.error.champ
            ? withErrors(read.form, { [fait.error.champ]: fait.error.phrase })
            : withAlert(read.form, fait.error),
          ['change', 'trou-neuf', 'sans-dossier'].includes(fait.error.code) ? 409 : 422,
        )
      return redirectWith(c, avant ? ligneUrl({ genre, ligne: id }) : registreUrl({ genre }), {
        genre: 'fait',
        fort: avant ? 'La ligne est révisée ; l’ancienne reste lisible.' : 'La ligne est inscrite.',
      })
    })
  }
  return new Hono<Env>()
    .get(nouvelleLigneUrl.modele, exigerDroit('registres.tenir'), ouvrir)
    .post(nouvelleLigneUrl.modele, exigerDroit('registres.tenir'), ecrire)
    .get(ligneUrl.modele, exigerDroit('qualite.lire'), ouvrir)
    .post(ligneUrl.modele, exigerDroit('registres.tenir'), ecrire)
}
