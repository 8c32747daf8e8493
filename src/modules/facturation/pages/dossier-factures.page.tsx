/** Ce qu’un dossier donne à facturer : une part du prix par ligne, et le geste qui la prépare. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { formaterDuree } from '#kernel/heures.ts'
import { asId, type Id } from '#kernel/id.ts'
import { formaterMontant, moins } from '#kernel/montant.ts'
import { compter, de } from '#kernel/texte.ts'
import {
  type DossierLu,
  dossierUrl,
  lireDossier,
  motRegime,
  numeroDuCpf,
} from '#modules/inscriptions/index.ts'
import { droits, exigerDroit, peutSuivre, peutVisiteur } from '#modules/organisme/index.ts'
import { estSienne, lireSession, type SessionLue, sessionsUrl, sessionUrl } from '#modules/sessions/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { Button, Empty, Etat, Form, Page, Section, Table } from '#web/components.tsx'
import type { Env, Visiteur } from '#web/env.ts'
import { choix, entier } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { parIdentifiant, withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import type { FactureRangee } from '../db/factures.queries.ts'
import { listerFactures } from '../db/factures.queries.ts'
import { certificatsDePeriodeDe } from '../db/heures.queries.ts'
import type { CertificatDePeriode } from '../domain/certifier.ts'
import { motGenre } from '../domain/facture.ts'
import {
  type AFacturer,
  type DossierAFacturer,
  lireAFacturer,
  preparerDuDossier,
} from '../gestes/preparer.ts'
import { enregistrerFactureUrl, facturerDossierUrl, factureUrl, projetUrl } from '../liens.ts'
import { jourIci } from './commun.ts'

const fields = z.object({
  rang: entier({ max: 200 }),
  genre: choix(['facture', 'acompte'], { phrase: 'Choisissez une facture ou un acompte.' }),
})
type Formulaire = FormOf<typeof fields>
const chemin = parIdentifiant(facturerDossierUrl, 'dossier')

const BoutonPreparer = ({
  f,
  lu,
  genre,
}: {
  f: AFacturer
  lu: DossierAFacturer
  genre: 'facture' | 'acompte'
}) => (
  <Form
    form={emptyForm<string>(undefined, { rang: f.rang, genre })}
    action={facturerDossierUrl({ session: lu.session.id, dossier: lu.d.id })}
    classe=""
  >
    <input type="hidden" name="rang" value={String(f.rang)} />
    <input type="hidden" name="genre" value={genre} />
    <Button {...(genre === 'facture' ? { genre: 'main' as const } : {})}>
      {genre === 'facture' ? 'Préparer la facture' : 'Préparer un acompte'}
      <span class="unseen"> {de(f.ligne.payeur)}</span>
    </Button>
  </Form>
)

const direGeste = (f: AFacturer, lu: DossierAFacturer, prepare: boolean) => {
  const ouvert = lu.enCours.find((p) => p.financementRang === f.rang && p.genre !== 'avoir')
  if (ouvert) return <a href={projetUrl({ projet: ouvert.id })}>Reprendre ce qui est préparé</a>
  if (f.suivi) {
    const numero = numeroDuCpf(lu.d.financements)
    return (
      <>
        Payé sur sa plateforme{numero ? `, dossier n° ${numero}` : ''}.{' '}
        {peutSuivre('facturation.emettre') ? (
          <a
            href={withQuery(enregistrerFactureUrl(), {
              session: lu.session.numero,
              dossier: lu.d.id,
              client: f.ligne.payeur,
              origine: f.ligne.dispositif,
              libelle: numero && `Mon Compte Formation, dossier ${numero}`,
            })}
          >
            Enregistrer ce qu’elle paie
          </a>
        ) : (
          'La comptabilité enregistre ce qu’elle paie.'
        )}
      </>
    )
  }
  if (lu.eteint)
    return f.deja > 0 ? (
      <Etat etat="manquant" mot={`rétracté : ${formaterMontant(f.deja)} à rendre par un avoir`} />
    ) : (
      'rétracté : rien n’est dû'
    )
  if (!prepare) return ''
  if (f.lignes.length > 0) return <BoutonPreparer f={f} lu={lu} genre="facture" />
  if (f.acompte) return <BoutonPreparer f={f} lu={lu} genre="acompte" />
  if (f.deja > f.ligne.montant)
    return (
      <Etat etat="manquant" mot={`${formaterMontant(moins(f.deja, f.ligne.montant))} facturés de trop`} />
    )
  // Une remise laisse facturé moins que le dû : il n’en reste rien à demander.
  return f.deja > 0 ? 'à jour' : 'rien encore : aucune heure suivie'
}

type VueProps = {
  readonly lu: DossierAFacturer
  readonly factures: readonly FactureRangee[]
  /** Par inscription, d’une action qui continue. */
  readonly periodes: ReadonlyMap<string, readonly CertificatDePeriode[]>
  readonly form: Formulaire
  readonly prepare: boolean
}

const Vue = ({ lu, factures, periodes, form, prepare }: VueProps) => {
  const attendues = lu.suivis.reduce((t, s) => t + s.attendues, 0)
  return (
    <Page
      title="Factures"
      heading={`Factures ${de(lu.d.client)}`}
      lede={`${lu.session.intitule}. ${motRegime[lu.d.regime]}, ${formaterMontant(lu.d.prix)} ${lu.tva.taux === 0 ? 'nets de taxe' : 'hors taxes'}.`}
      path={[
        { libelle: 'Sessions', href: sessionsUrl() },
        { libelle: lu.session.numero, href: sessionUrl({ session: lu.session.id }) },
        { libelle: lu.d.client, href: dossierUrl({ session: lu.session.id, dossier: lu.d.id }) },
      ]}
      alert={form.alert}
    >
      <Section
        titre="Qui doit quoi"
        id="parts"
        sous={attendues > 0 ? `${compter(attendues, 'présence')} à venir, ou à noter` : undefined}
      >
        {lu.financements.length === 0 ? (
          <Empty titre="Personne ne paie encore ce dossier">
            Dites d’abord qui finance : la somme des parts est le prix.
          </Empty>
        ) : (
          <Table
            legende="Parts du prix, ce qui est facturé et ce qui peut l’être"
            lignes={lu.financements}
            colonnes={[
              {
                titre: 'Payeur',
                entete: true,
                cell: (f) => (
                  <>
                    {f.ligne.payeur}
                    {f.ligne.subrogation ? ', par subrogation' : ''}
                    {f.ligne.pour ? `, pour ${f.ligne.pour}` : ''}
                  </>
                ),
              },
              { titre: 'Part HT', nombre: true, cell: (f) => formaterMontant(f.ligne.montant) },
              { titre: 'Dû HT', nombre: true, cell: (f) => (f.suivi ? '' : formaterMontant(f.du)) },
              { titre: 'Facturé HT', nombre: true, cell: (f) => formaterMontant(f.deja) },
              { titre: 'Geste', cell: (f) => direGeste(f, lu, prepare) },
            ]}
          />
        )}
      </Section>
      <Section titre="Heures suivies" id="heures" sous="Une absence ne se facture pas comme de la formation.">
        {lu.suivis.length === 0 ? (
          <p>Personne n’est encore inscrit dans ce dossier.</p>
        ) : (
          <Table
            legende="Heures suivies par personne"
            lignes={lu.suivis}
            colonnes={[
              { titre: 'Stagiaire', entete: true, cell: (s) => s.nom },
              { titre: 'Prévu', nombre: true, cell: (s) => formaterDuree(s.prevu) },
              { titre: 'Suivi', nombre: true, cell: (s) => formaterDuree(s.suivi) },
              {
                titre: 'Certificat',
                // Reçue d’un autre organisme, la personne est certifiée par lui : ici s’émet un extrait de présence.
                cell: (s) =>
                  s.certificat ??
                  (lu.d.regime === 'sous-traitance-recue'
                    ? 'par le donneur d’ordre'
                    : periodes
                        .get(s.inscription)
                        ?.map((p) => `${p.numero}, jusqu’au ${formaterDate(p.au)}`)
                        .join(' ; ') || 'pas encore émis'),
              },
            ]}
          />
        )}
      </Section>
      {factures.length > 0 ? (
        <Section titre="Déjà facturé" id="factures">
          <Table
            legende="Factures et avoirs de ce dossier"
            lignes={factures}
            colonnes={[
              {
                titre: 'Numéro',
                entete: true,
                cell: (f) => <a href={factureUrl({ facture: f.id })}>{f.numero}</a>,
              },
              { titre: 'Pièce', cell: (f) => motGenre[f.genre] },
              { titre: 'Payeur', cell: (f) => f.payeur },
              { titre: 'Montant HT', nombre: true, cell: (f) => formaterMontant(f.ht) },
            ]}
          />
        </Section>
      ) : null}
    </Page>
  )
}

export const dossierFacturesPage = (services: Services) => {
  const { db, clock } = services
  const avec = (
    c: Context<Env>,
    work: (
      tx: TenantTx,
      session: SessionLue,
      d: DossierLu,
      v: Visiteur,
      prepare: boolean,
    ) => Promise<Response>,
  ) =>
    pourVisiteur(c, db, async (tx, visiteur) => {
      const id = asId<'Session'>(c.req.param('session') ?? '')
      const dossier = asId<'Dossier'>(c.req.param('dossier') ?? '')
      const session = id && (await lireSession(tx, id))
      const d = session && dossier && (await lireDossier(tx, session.id, dossier))
      if (!session || !d) return notFound(c)
      const estSien = estSienne(session, visiteur.personneId) || d.suiviPar === visiteur.personneId
      if (!peutVisiteur(visiteur, 'facturation.lire', { estSien })) return notFound(c)
      return work(tx, session, d, visiteur, peutVisiteur(visiteur, 'facturation.preparer', { estSien }))
    })
  const voir = async (tx: TenantTx, session: SessionLue, d: DossierLu) => {
    const lu = await lireAFacturer(tx, session, d, clock.now())
    const sans = lu.suivis.filter((s) => s.certificat === null).map((s) => s.inscription)
    return {
      lu,
      periodes: await certificatsDePeriodeDe(tx, sans),
      factures: await listerFactures(
        tx,
        { dossier: d.id },
        { sens: 'apres', cle: undefined },
        100,
        await jourIci(tx, clock.now()),
      ),
    }
  }
  return new Hono<Env>()
    .use(chemin, exigerDroit('facturation.lire'))
    .get(chemin, (c) =>
      avec(c, async (tx, session, d, _v, prepare) =>
        c.html(<Vue {...(await voir(tx, session, d))} form={emptyForm()} prepare={prepare} />),
      ),
    )
    .post(chemin, async (c) => {
      const lu = await readForm(fields, c)
      return avec(c, async (tx, session, d, _v, prepare) => {
        if (!prepare) return forbidden(c, droits['facturation.preparer'].phrase)
        const rendre = async (form: Formulaire, status: 200 | 409 | 413 | 415 | 422) =>
          c.html(<Vue {...(await voir(tx, session, d))} form={form} prepare />, status)
        if (!lu.ok) return rendre(lu.form, lu.status)
        const id = ((lu.jeton && asId<'ProjetFacture'>(lu.jeton)) ||
          newId<'ProjetFacture'>(clock.now())) as Id<'ProjetFacture'>
        const r = await preparerDuDossier(
          tx,
          { id, session: session.id, dossier: d.id, rang: lu.data.rang, genre: lu.data.genre },
          clock.now(),
        )
        return r.ok
          ? redirectWith(c, projetUrl({ projet: r.value }), {
              genre: 'fait',
              fort: 'La facture est prête à relire.',
              suite: 'Rien n’est émis tant que vous ne le demandez pas.',
            })
          : rendre(withAlert(lu.form, { titre: 'Rien n’a été préparé', phrase: r.error.phrase }), 409)
      })
    })
}
