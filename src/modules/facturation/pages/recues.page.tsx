// Long parce que la liste, la fiche et la réponse partagent ce qu’elles disent d’une facture.
/** Les factures des fournisseurs : déposées ou venues de la plateforme, lues, comparées à leur papier, approuvées, refusées ou contestées. */

import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { formaterMontant, montantDecimal } from '#kernel/montant.ts'
import { refuser } from '#kernel/refus.ts'
import { de } from '#kernel/texte.ts'
import { formaterInstant, jourLocal, type Zone } from '#kernel/zones.ts'
import { pdfResponse } from '#modules/documents/index.ts'
import {
  droits,
  type Envoi,
  exigerDroit,
  lireOrganisme,
  pageEtGestes,
  petitGeste,
  peutVisiteur,
} from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Button,
  CheckboxField,
  Chercher,
  Definitions,
  Empty,
  Etat,
  Exporter,
  Field,
  FieldSection,
  FileField,
  Form,
  Page,
  Section,
  SelectField,
  Table,
  TextArea,
} from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { caseCochee, choix, fichierSansGenre, texte } from '#web/fields.ts'
import { filtrer, lireMots } from '#web/filtrer.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { parIdentifiant, withQuery } from '#web/links.ts'
import { statutsDe } from '../db/cycle.ts'
import {
  type ChargeProche,
  chargesProches,
  habitudeDeCharge,
  lireRecue,
  listerRecues,
  type RecueLue,
} from '../db/recues.ts'
import type { AttendueProposee } from '../domain/cycle/attendues.ts'
import { type EtatRecue, etatDeRecue, motEtatRecue, reponses } from '../domain/cycle/recevoir.ts'
import { fichesStatut } from '../domain/cycle/statuts.ts'
import type { ChargeId } from '../domain/facture.ts'
import { jourDe, recevoirFacture, repondre } from '../gestes/recevoir.ts'
import { attenduesDe } from '../lecture/attendues.ts'
import { lireFactureDuDehors } from '../lecture/lire-facture-a-part.ts'
import {
  chargesUrl,
  electroniquesUrl,
  recueFichierUrl,
  recuesUrl,
  recueUrl,
  repondreRecueUrl,
} from '../liens.ts'
import type { PrisesFacturation } from '../prises.ts'
import { jourIci, litEnListe, path, pourListe } from './commun.ts'

const formes: Readonly<Record<EtatRecue, 'a-venir' | 'manquant' | 'prouve' | 'partiel' | 'sans-objet'>> = {
  'a-repondre': 'a-venir',
  'a-part': 'manquant',
  approuvee: 'prouve',
  refusee: 'manquant',
  'en-litige': 'partiel',
  annulee: 'sans-objet',
}
const etatDe = (r: RecueLue) => etatDeRecue(r.fautes.length, r.codes)
const EtatDe = ({ r }: { r: RecueLue }) => <Etat etat={formes[etatDe(r)]} mot={motEtatRecue[etatDe(r)]} />

const fieldsDepot = z.object({
  fichier: fichierSansGenre({
    manque: 'Choisissez le fichier de la facture.',
    max: 20_000_000,
    vide: 'Ce fichier est vide, ou dépasse 20 Mo.',
  }),
})
const fieldsReponse = z.object({
  reponse: choix(reponses, { phrase: 'Dites votre réponse.' }),
  motif: texte({ max: 500 }),
  deja: texte({ max: 40 }),
  attendue: texte({ max: 60 }),
  compte: texte({ max: 10 }),
  session: texte({ max: 40 }),
  prestation: caseCochee(),
  raison: texte({ max: 300 }),
})

/** Le même fichier, venu aussi de la plateforme, est de qui il dit. */
const venueDe = (r: RecueLue): string =>
  r.flux
    ? 'par la plateforme'
    : r.parBoite
      ? 'par la boîte aux lettres, sans que son expéditeur soit vérifié'
      : 'déposée ici'

type Listees = {
  readonly recues: readonly RecueLue[]
  readonly q: string
  readonly zone: Zone
  readonly depose: boolean
  readonly form: FormOf<typeof fieldsDepot>
}
const trouver = (recues: readonly RecueLue[], q: string) =>
  filtrer(recues, q, (r) => `${r.fournisseur} ${r.numero} ${motEtatRecue[etatDe(r)]}`)

const Liste = ({ recues, q, zone, depose, form }: Listees) => (
  <Page
    title="Factures reçues"
    lede="Ce que vos fournisseurs vous facturent. Rien n’est approuvé à votre place."
    path={[...path, { libelle: 'Factures électroniques', href: electroniquesUrl() }]}
    alert={form.alert}
  >
    {recues.length === 0 ? (
      <Empty titre="Aucune facture n’est encore reçue">
        Réglées, votre plateforme agréée et votre boîte aux lettres les amènent ici. Un fichier se dépose
        aussi : Factur-X, CII ou UBL.
      </Empty>
    ) : (
      <Chercher
        quoi="Fournisseur, numéro, état"
        url={recuesUrl()}
        q={q}
        rien={trouver(recues, q).length === 0}
      >
        <Table
          legende="Factures reçues, de la plus récente à la plus ancienne"
          lignes={trouver(recues, q)}
          colonnes={[
            {
              titre: 'De',
              entete: true,
              cell: (r) => (
                <>
                  <a href={recueUrl({ recue: r.id })}>{r.fournisseur}</a> <small>{r.numero}</small>
                </>
              ),
            },
            { titre: 'État', cell: (r) => <EtatDe r={r} /> },
            { titre: 'Reçue', cell: (r) => formaterDate(jourLocal(r.recueLe, zone), 'court') },
            { titre: 'TTC', nombre: true, cell: (r) => formaterMontant(r.ttc) },
          ]}
        />
        <p>
          <Exporter href={withQuery(recuesUrl(), { q, format: 'csv' })} />
        </p>
      </Chercher>
    )}
    {depose ? (
      <Form form={form} action={recuesUrl()} noms={{ fichier: 'Fichier' }}>
        <FieldSection titre="Déposer une facture">
          <FileField
            form={form}
            name="fichier"
            label="Son fichier"
            hint="Factur-X (PDF), CII ou UBL (XML)"
            accept=".pdf,.xml"
          />
          <Button genre="main">Lire ce fichier</Button>
        </FieldSection>
      </Form>
    ) : null}
  </Page>
)

type Une = {
  readonly r: RecueLue
  readonly zone: Zone
  readonly proches: readonly ChargeProche[]
  readonly attendues: readonly AttendueProposee[]
  readonly statuts: Awaited<ReturnType<typeof statutsDe>>
  /** La personne le peut, et une réponse est attendue. */
  readonly repond: boolean
}

const Repondre = ({ u, form }: { u: Une; form: FormOf<typeof fieldsReponse> }) => (
  <Form
    form={form}
    action={repondreRecueUrl({ recue: u.r.id })}
    noms={{
      reponse: 'Réponse',
      motif: 'Motif',
      compte: 'Compte',
      deja: 'Charge',
      attendue: 'Ce qu’elle paie',
      session: 'Session',
    }}
  >
    <FieldSection titre="Votre réponse">
      <SelectField
        form={form}
        name="reponse"
        label="Cette facture"
        vide="à dire"
        options={[
          ...(u.r.fautes.length === 0 ? [{ value: 'approuver', label: 'est approuvée' }] : []),
          ...(etatDe(u.r) === 'en-litige'
            ? []
            : [{ value: 'litige', label: 'est en litige : une part est à revoir' }]),
          { value: 'refuser', label: 'est refusée tout entière' },
        ]}
      />
      <TextArea
        form={form}
        name="motif"
        label="Pourquoi, si elle est refusée ou en litige"
        hint="qui facture le lira"
        rows={2}
        optional
      />
      {u.r.fautes.length === 0 ? (
        <>
          {u.proches.length > 0 ? (
            <SelectField
              form={form}
              name="deja"
              label="La charge déjà saisie"
              hint="du même montant"
              vide="aucune : en ajouter une"
              options={u.proches.map((c) => ({
                value: c.id,
                label: `${c.libelle}, ${c.compte}, ${formaterDate(c.jour, 'court')}`,
              }))}
            />
          ) : null}
          {u.attendues.length > 0 ? (
            <SelectField
              form={form}
              name="attendue"
              label="Ce qu’elle paie"
              hint="attendu de ce fournisseur ; son compte et sa session s’en prennent, sauf si vous en écrivez d’autres"
              vide="autre chose"
              span={3}
              options={u.attendues.map((a) => ({
                value: a.cle,
                label: `${a.dit} (${a.raison}${a.deja ? ` ; déjà payée par ${a.deja}` : ''})`,
              }))}
            />
          ) : null}
          <Field
            form={form}
            name="compte"
            label="Compte de charge"
            hint="604 sous-traitance, 6226 honoraires, 6132 salle…"
            inputmode="numeric"
            optional
          />
          <Field form={form} name="session" label="Session" hint="son numéro, pour sa marge" optional />
          <CheckboxField
            form={form}
            name="prestation"
            label="Prestation ou honoraires de formation (604, 6226)"
          />
          <Field
            form={form}
            name="raison"
            label="Pourquoi, si le bilan de cet exercice est transmis"
            span={3}
            optional
          />
        </>
      ) : null}
      <Button genre="main">Répondre</Button>
    </FieldSection>
  </Form>
)

const Fiche = ({ u, form }: { u: Une; form: FormOf<typeof fieldsReponse> }) => {
  const { r } = u
  const avoir = r.ttc < 0
  return (
    <Page
      title={r.numero}
      heading={`${avoir ? 'Avoir' : 'Facture'} ${r.numero}, ${de(r.fournisseur)}`}
      path={[
        ...path,
        { libelle: 'Factures électroniques', href: electroniquesUrl() },
        { libelle: 'Reçues', href: recuesUrl() },
      ]}
      alert={form.alert}
    >
      <Section
        titre="Ce qu’elle dit"
        id="dit"
        outils={[
          { libelle: r.pdf ? 'Le papier (PDF)' : 'Le fichier (XML)', href: recueFichierUrl({ recue: r.id }) },
          ...(r.charge ? [{ libelle: 'Les charges', href: chargesUrl() }] : []),
        ]}
      >
        <Definitions
          lignes={[
            ['État', <EtatDe r={r} />],
            ['SIREN', r.siren ?? 'non dit'],
            ['Émise le', r.emiseLe ? formaterDate(r.emiseLe) : 'non dit'],
            ...(r.echeance ? [['Échéance', formaterDate(r.echeance)] as const] : []),
            [
              'Total',
              `${formaterMontant(r.ht)} HT, ${formaterMontant(r.tva)} de TVA, ${formaterMontant(r.ttc)} TTC`,
            ],
            ['Reçue', `${formaterInstant(r.recueLe, u.zone)}, ${venueDe(r)}`],
            ...(r.objet ? [['Paie', r.objet] as const] : []),
            ...(r.charge ? [['Charge', 'ajoutée à celles de l’exercice'] as const] : []),
          ]}
        />
      </Section>
      {r.fautes.length > 0 ? (
        <Section
          titre="Ce qui n’y tient pas"
          id="fautes"
          sous="Elle est mise à part : elle ne s’approuve pas"
        >
          <ul>
            {r.fautes.map((x) => (
              <li>
                {x.message} <small>{x.id}</small>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {u.statuts.length > 0 ? (
        <Section titre="Ce qui en est dit" id="vie">
          <ul>
            {u.statuts.map((s) => (
              <li>
                {fichesStatut[s.code].mot}, le {formaterInstant(s.le, u.zone)}
                {s.motif ? ` : « ${s.motif} »` : ''}
                {s.dit && !s.aEnvoyer
                  ? ' ; dites-le aussi à qui facture : elle n’est pas venue par la plateforme'
                  : ''}
                {s.aEnvoyer ? ` ; ${s.echec ?? (s.envoyeLe ? 'parti à la plateforme' : 'en route')}` : ''}
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {u.repond ? <Repondre u={u} form={form} /> : null}
    </Page>
  )
}

const repondPar = (v: Visiteur) => !v.assistance && peutVisiteur(v, 'facturation.emettre')

const lister = async (
  c: Context<Env>,
  tx: TenantTx,
  v: Visiteur,
  form: FormOf<typeof fieldsDepot> = emptyForm(),
  status: 200 | 409 | 413 | 415 | 422 = 200,
) => {
  const recues = await listerRecues(tx)
  const { zone } = await lireOrganisme(tx)
  const q = lireMots(c)
  if (c.req.query('format') === 'csv')
    return repondreCsv(
      c,
      'factures-recues',
      enCsv(
        ['numero', 'fournisseur', 'siren', 'date', 'echeance', 'recue', 'montant_ht', 'tva', 'ttc', 'etat'],
        trouver(recues, q).map((r) => [
          r.numero,
          r.fournisseur,
          r.siren,
          r.emiseLe,
          r.echeance,
          jourLocal(r.recueLe, zone),
          montantDecimal(r.ht),
          montantDecimal(r.tva),
          montantDecimal(r.ttc),
          motEtatRecue[etatDe(r)],
        ]),
      ),
    )
  return c.html(<Liste recues={recues} q={q} zone={zone} depose={repondPar(v)} form={form} />, status)
}

const recueLisible = async (tx: TenantTx, brut: string, v: Visiteur): Promise<RecueLue | undefined> => {
  const id = asId<'FactureRecue'>(brut)
  return id && (await litEnListe(tx, v)) ? lireRecue(tx, id) : undefined
}

const recuePage = (prises: PrisesFacturation) =>
  pageEtGestes({
    lien: recueUrl,
    droit: 'facturation.lire',
    lire: (tx, { recue }, { visiteur }) => recueLisible(tx, recue, visiteur),
    vue: async (tx, r, revenu, { visiteur, le }) => {
      const { zone } = await lireOrganisme(tx)
      const habitude = await habitudeDeCharge(tx, r.fournisseur)
      const jour = jourDe(r, jourLocal(le, zone))
      const repond = repondPar(visiteur) && ['a-repondre', 'a-part', 'en-litige'].includes(etatDe(r))
      return (
        <Fiche
          u={{
            r,
            zone,
            repond,
            proches: repond ? await chargesProches(tx, { ht: r.ht, jour }) : [],
            attendues: repond ? await attenduesDe(tx, r, jour, prises) : [],
            statuts: await statutsDe(tx, { recue: r.id }),
          }}
          form={
            (revenu?.form ??
              emptyForm(undefined, {
                compte: habitude?.compte ?? '',
                prestation: habitude?.prestation ? 'on' : '',
              })) as FormOf<typeof fieldsReponse>
          }
        />
      )
    },
    gestes: {
      reponse: petitGeste({
        champs: fieldsReponse,
        droit: 'facturation.emettre',
        faire: async (tx, { lu: r, data, le }: Envoi<RecueLue, z.output<typeof fieldsReponse>>) => {
          const { reponse, motif, attendue, compte, session, prestation, raison } = data
          const deja = asId<'Charge'>(data.deja)
          if (data.deja !== '' && !deja) return refuser('charge', 'Cette charge n’est pas d’ici.')
          return repondre(
            tx,
            r.id,
            {
              reponse,
              motif,
              attendue,
              charge: deja ? { deja: deja as ChargeId } : { compte, session, prestation, raison },
            },
            prises,
            le,
            await jourIci(tx, le),
          )
        },
        suite: (_, r) => ({
          vers: recueUrl({ recue: r.id }),
          dit: {
            genre: 'fait',
            fort: 'Votre réponse est gardée.',
            ...(r.flux ? { suite: 'Elle part à la plateforme de qui facture.' } : {}),
          },
        }),
      }),
    },
  })

/** À la main : le fichier d’un inconnu se lit hors de la transaction, dans un fil borné, ce que « geste » ne sait pas tenir. */
const deposerUneRecue =
  ({ db, clock, storage }: Pick<Services, 'db' | 'clock' | 'storage'>) =>
  async (c: Context<Env>): Promise<Response> => {
    const lu = await readForm(fieldsDepot, c)
    const lue = lu.ok ? await lireFactureDuDehors(lu.data.fichier.octets) : undefined
    return pourListe(c, db, async (tx, v) => {
      if (!repondPar(v)) return forbidden(c, droits['facturation.emettre'].phrase)
      if (!lu.ok) return lister(c, tx, v, lu.form, lu.status)
      if (!lue?.ok) return lister(c, tx, v, withAlert(lu.form, lue?.error.phrase ?? ''), 422)
      const r = await recevoirFacture(tx, storage, {
        lue: lue.value,
        octets: lu.data.fichier.octets,
        nom: lu.data.fichier.nom,
        flux: null,
        le: clock.now(),
      })
      return r.ok
        ? redirectWith(c, recueUrl({ recue: r.value.id }), {
            genre: r.value.fautes > 0 ? 'passe' : 'fait',
            fort:
              r.value.fautes > 0
                ? 'La facture est gardée à part : elle ne tient pas.'
                : 'La facture est lue, et tient.',
          })
        : lister(c, tx, v, withAlert(lu.form, r.error.phrase), 409)
    })
  }

export const recuesPages = (
  services: Pick<Services, 'db' | 'clock' | 'storage'>,
  prises: PrisesFacturation,
) =>
  new Hono<Env>()
    .get(recuesUrl.modele, exigerDroit('facturation.lire'), (c) =>
      pourListe(c, services.db, (tx, v) => lister(c, tx, v)),
    )
    .post(recuesUrl.modele, exigerDroit('facturation.emettre'), deposerUneRecue(services))
    .route('/', recuePage(prises))
    .get(parIdentifiant(recueFichierUrl), exigerDroit('facturation.lire'), (c) =>
      pourListe(c, services.db, async (tx, v) => {
        const r = await recueLisible(tx, c.req.param('recue') ?? '', v)
        const lu = r && (await services.storage.get(tx, r.fichier))
        if (!lu) return notFound(c)
        const nom = r.numero.replaceAll(/[^A-Za-z0-9._-]+/g, '-')
        // Un PDF du dehors s’emporte, il ne s’ouvre pas dans la page : il peut porter un script.
        return r.pdf
          ? pdfResponse(lu.octets, `${nom}.pdf`, 'attachment')
          : c.body(new Uint8Array(lu.octets).buffer, 200, {
              'content-type': 'application/xml',
              'content-disposition': `attachment; filename="${nom}.xml"`,
              'x-content-type-options': 'nosniff',
              'cache-control': 'private, no-store',
            })
      }),
    )
