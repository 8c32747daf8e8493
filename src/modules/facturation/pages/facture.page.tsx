// Long parce que les quatre gestes d’une facture se lisent avec elle.
/** Une facture : ce qu’elle dit, ce qui la règle, ce qui la corrige. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { formaterDate, formaterPeriode } from '#kernel/dates.ts'
import { formaterDuree } from '#kernel/heures.ts'
import { asId } from '#kernel/id.ts'
import {
  centimes,
  formaterCentimes,
  formaterMontant,
  lireMontant,
  type Montant,
  somme,
} from '#kernel/montant.ts'
import { plier, typographier } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { lirePiece, pdfResponse, piecePdfUrl } from '#modules/documents/index.ts'
import { dispositifs, dossierUrl, listeDispositifs, listerDossiers } from '#modules/inscriptions/index.ts'
import { droits, exigerDroit, peutSuivre, peutVisiteur } from '#modules/organisme/index.ts'
import { lireSession, sessionUrl } from '#modules/sessions/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Alert,
  Button,
  CheckboxGroup,
  Definitions,
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
import { choix, courriel, entier, facultatif, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { parIdentifiant } from '#web/links.ts'
import { type EnvoiLu, envoisDe } from '../db/envois.ts'
import { type FactureLue, nomsDesInscrits } from '../db/factures.queries.ts'
import { certifiesDe } from '../db/heures.queries.ts'
import { copieAcquittee } from '../documents/acquitter.ts'
import { direQuantite } from '../documents/donnees-facture.ts'
import { acquitter } from '../domain/acquitter.ts'
import { resteDeLigne, sortsDesHeures } from '../domain/avoir.ts'
import { motGenre, motMoyen } from '../domain/facture.ts'
import { etatDeFacture, motEtatFacture, soldeDe } from '../domain/reglements.ts'
import { reclasserFacture } from '../gestes/affecter.ts'
import { avancesDuPayeur, payerDAvance } from '../gestes/avances.ts'
import { preparerAvoir } from '../gestes/avoir.ts'
import { envoyerFacture, type LettreDEnvoi, proposerEnvoi } from '../gestes/envoyer.ts'
import { annulerReglement, recevoirReglement, rembourser } from '../gestes/regler.ts'
import { type LettreDeRelance, proposerRelance, relancer } from '../gestes/relancer.ts'
import {
  affecterFactureUrl,
  annulerReglementUrl,
  avoirUrl,
  compteUrl,
  envoyerFactureUrl,
  factureAcquitteeUrl,
  facturePdfUrl,
  factureUrl,
  payerDAvanceUrl,
  projetUrl,
  reglerUrl,
  relancerUrl,
  rembourserUrl,
  vieFactureUrl,
} from '../liens.ts'
import type { PrisesFacturation } from '../prises.ts'
import { formeDe, jourIci, path, pourFacture } from './commun.ts'
import { DejaCertifiees } from './heures-certifiees.tsx'
import { fieldsReglement, Verser } from './verser.tsx'

const fieldsRelance = z.object({
  niveau: entier({ min: 1, max: 3 }),
  destinataire: courriel(),
  objet: texte({ min: 3, max: 200 }),
  texte: texte({ min: 10, max: 4_000 }),
})
const fieldsEnvoi = z.object({
  a: courriel(),
  sujet: texte({ min: 3, max: 200 }),
  message: texte({ min: 10, max: 4_000 }),
})
const fieldsAvoir = z.object({
  motif: texte({ min: 3, max: 1_000, vide: 'Dites pourquoi cet avoir.' }),
  heures: facultatif(choix(sortsDesHeures, { phrase: 'Dites ce que deviennent les heures.' })),
})
const fieldsAffectation = z.object({
  source: texte({ max: 40 }),
  session: texte({ max: 40 }),
  dossier: texte({ max: 40 }),
  pourquoi: texte({ max: 1_000 }),
})
type F<S extends z.ZodType> = FormOf<S>

/** Venue d’un autre outil pour une session d’ici, sans le dossier qu’elle paie. */
const sansDossier = (f: Pick<FactureLue, 'provenance' | 'session' | 'dossier' | 'lignes'>): boolean =>
  f.provenance === 'enregistree' &&
  f.session !== null &&
  f.dossier === null &&
  f.lignes.some((l) => l.nature === 'formation')

type Vue = {
  readonly f: FactureLue
  /** Les dossiers de sa session, pour dire lequel elle paie. */
  readonly dossiers: readonly { readonly value: string; readonly label: string }[]
  readonly nomSession: { readonly numero: string; readonly intitule: string } | null
  readonly solde: Montant
  readonly avance: Montant
  readonly le: ReturnType<typeof jourLocal>
  readonly lettre: LettreDeRelance | undefined
  readonly envoi: LettreDEnvoi | undefined
  readonly envois: readonly EnvoiLu[]
  /** Par inscription facturée, le nom de la personne. */
  readonly noms: ReadonlyMap<string, string>
  /** Les certificats déjà émis à ces personnes, par leurs numéros. */
  readonly certificats: readonly string[]
  readonly emet: boolean
  readonly prepare: boolean
}
type Revenus = {
  readonly reglement?: F<typeof fieldsReglement>
  /** Le versement dépasse tout ce que le payeur doit : une case le confirme. */
  readonly surplus?: boolean
  readonly remboursement?: F<typeof fieldsReglement>
  readonly relance?: F<typeof fieldsRelance>
  readonly envoi?: F<typeof fieldsEnvoi>
  readonly avoir?: F<typeof fieldsAvoir>
  readonly affectation?: F<typeof fieldsAffectation>
  readonly alerte?: F<typeof fieldsAvoir>['alert']
}

const Relancer = ({
  f,
  lettre,
  form,
}: {
  f: FactureLue
  lettre: LettreDeRelance
  form: F<typeof fieldsRelance>
}) => (
  <Form
    form={form}
    action={relancerUrl({ facture: f.id })}
    noms={{ destinataire: 'Adresse', objet: 'Objet', texte: 'Lettre' }}
  >
    <FieldSection titre={`Relancer, niveau ${lettre.niveau} sur 3`}>
      <input type="hidden" name="niveau" value={String(lettre.niveau)} />
      <Field form={form} name="destinataire" label="À" type="email" />
      <Field form={form} name="objet" label="Objet" span={3} />
      <TextArea form={form} name="texte" label="La lettre, telle qu’elle partira" rows={10} />
      <Button genre="main">Envoyer cette relance</Button>
    </FieldSection>
  </Form>
)

const Envoyer = ({ f, deja, form }: { f: FactureLue; deja: boolean; form: F<typeof fieldsEnvoi> }) => (
  <Form
    form={form}
    action={envoyerFactureUrl({ facture: f.id })}
    noms={{ a: 'Adresse', sujet: 'Objet', message: 'Message' }}
  >
    <FieldSection titre={deja ? 'Envoyer de nouveau' : 'Envoyer par courriel'}>
      <Field form={form} name="a" label="À" type="email" hint="la pièce y sera jointe" />
      <Field form={form} name="sujet" label="Objet" span={3} />
      <TextArea form={form} name="message" label="Le message, tel qu’il partira" rows={8} />
      <Button {...(deja ? {} : { genre: 'main' as const })}>Envoyer {f.numero}</Button>
    </FieldSection>
  </Form>
)

const Envois = ({ envois }: { envois: readonly EnvoiLu[] }) => (
  <Section titre="Envois" id="envois">
    <Table
      legende="À qui la pièce est partie"
      lignes={envois}
      colonnes={[
        { titre: 'À', entete: true, cell: (x) => x.destinataire },
        { titre: 'Demandé le', cell: (x) => formaterDate(jourLocal(x.demandeLe, ZONE_PAR_DEFAUT), 'court') },
        {
          titre: 'Courrier',
          cell: (x) =>
            x.remisLe ? (
              <Etat
                etat="prouve"
                mot={`remis le ${formaterDate(jourLocal(x.remisLe, ZONE_PAR_DEFAUT), 'court')}`}
              />
            ) : (
              <Etat etat="a-venir" mot="en route" />
            ),
        },
      ]}
    />
  </Section>
)

const Vue = ({ v, r }: { v: Vue; r: Revenus }) => {
  const { f, solde, le, nomSession } = v
  const etat = etatDeFacture(f, le)
  const reglable = v.emet && f.genre !== 'avoir' && !f.retiree && solde > 0
  const trop = v.emet && f.genre !== 'avoir' && !f.retiree && solde < 0 ? centimes(-solde) : undefined
  const versement = emptyForm<keyof z.input<typeof fieldsReglement>>(undefined, {
    jour: formaterDate(le, 'chiffres'),
    montant: formaterCentimes(centimes(Math.abs(solde))),
    moyen: 'virement',
  })
  const relance =
    r.relance ??
    emptyForm<keyof z.input<typeof fieldsRelance>>(
      undefined,
      v.lettre ? { ...v.lettre, niveau: v.lettre.niveau } : {},
    )
  const envoi =
    r.envoi ??
    emptyForm<keyof z.input<typeof fieldsEnvoi>>(
      undefined,
      v.envoi ? { a: v.envoi.destinataire, sujet: v.envoi.objet, message: v.envoi.texte } : {},
    )
  const avoir = r.avoir ?? emptyForm<'motif' | 'heures'>()
  const affectation =
    r.affectation ??
    emptyForm<keyof z.input<typeof fieldsAffectation>>(undefined, {
      source: f.source ?? '',
      session: nomSession?.numero ?? '',
      dossier: f.dossier ?? '',
    })
  const corrigeable =
    v.prepare &&
    f.provenance === 'emise' &&
    f.genre !== 'avoir' &&
    f.lignes.some((l) => resteDeLigne(l) !== 0)
  return (
    <Page
      title={f.numero}
      heading={`${motGenre[f.genre]} ${f.numero}`}
      lede={`${f.payeur}${nomSession ? `, ${nomSession.intitule}` : ''}`}
      path={path}
      alert={
        r.alerte ??
        r.reglement?.alert ??
        r.remboursement?.alert ??
        r.relance?.alert ??
        r.envoi?.alert ??
        r.avoir?.alert ??
        r.affectation?.alert
      }
    >
      {f.retiree ? <Alert genre="passe" fort="Retirée : elle ne compte plus." /> : null}
      <Section
        titre="Où elle en est"
        id="etat"
        outils={[
          ...(f.piece
            ? [
                { libelle: 'La pièce (PDF)', href: facturePdfUrl({ facture: f.id }) },
                { libelle: 'La faire partir, la suivre', href: vieFactureUrl({ facture: f.id }) },
                ...(acquitter(f).ok
                  ? [{ libelle: 'Copie acquittée (PDF)', href: factureAcquitteeUrl({ facture: f.id }) }]
                  : []),
                {
                  libelle: 'Ses preuves',
                  href: piecePdfUrl({ piece: f.piece }).replace(/\/piece\.pdf$/, ''),
                },
              ]
            : []),
          ...(nomSession && f.session
            ? [{ libelle: `Session ${nomSession.numero}`, href: sessionUrl({ session: f.session }) }]
            : []),
          ...(f.session && f.dossier
            ? [{ libelle: 'Le dossier', href: dossierUrl({ session: f.session, dossier: f.dossier }) }]
            : []),
        ]}
      >
        <Definitions
          lignes={[
            ['État', <Etat etat={formeDe[etat]} mot={motEtatFacture[etat]} />],
            ['Émise le', formaterDate(f.emiseLe)],
            ...(f.echeance ? [['Échéance', formaterDate(f.echeance)] as const] : []),
            ...(f.periode
              ? [['Prestation', formaterPeriode(f.periode.du, f.periode.au, 'long')] as const]
              : []),
            [
              'Payeur',
              <>
                {f.payeur}
                {peutSuivre('facturation.lire', { liste: true }) ? (
                  <>
                     :{' '}
                    <a
                      href={compteUrl({
                        genre: f.payeurEntreprise ? 'entreprise' : f.payeurPersonne ? 'personne' : 'nom',
                        payeur: f.payeurEntreprise ?? f.payeurPersonne ?? plier(f.payeur),
                      })}
                    >
                      son compte
                    </a>
                  </>
                ) : null}
              </>,
            ],
            ...(sansDossier(f)
              ? [['Dossier', <Etat etat="manquant" mot="à dire : sa convention compte déjà" />] as const]
              : []),
            ['Origine', f.source ? dispositifs[f.source].mot : <Etat etat="manquant" mot="à affecter" />],
            ['Total', `${formaterMontant(f.ht)} HT, ${formaterMontant(f.ttc)} TTC`],
            ...(f.genre === 'avoir'
              ? f.corrige
                ? [
                    [
                      'Corrige',
                      <a href={factureUrl({ facture: f.corrige.id })}>{f.corrige.numero}</a>,
                    ] as const,
                  ]
                : []
              : [['Reste dû', formaterMontant(solde)] as const]),
            ...(v.avance > 0 ? [['Avance de ce payeur', formaterMontant(v.avance)] as const] : []),
            ...(f.provenance === 'enregistree' ? [['Émise par', f.outil] as const] : []),
          ]}
        />
      </Section>
      <Section titre="Lignes" id="lignes">
        <Table
          legende="Lignes de la pièce"
          lignes={f.lignes}
          colonnes={[
            { titre: 'Désignation', entete: true, cell: (l) => l.libelle },
            { titre: 'Quantité', nombre: true, cell: (l) => direQuantite(l.quantite, l.unite) },
            {
              titre: 'Heures',
              nombre: true,
              cell: (l) => {
                const minutes = l.heures.reduce((t, h) => t + h.minutes, 0)
                return minutes === 0 ? '' : formaterDuree(Math.abs(minutes))
              },
            },
            { titre: 'TVA', nombre: true, cell: (l) => typographier(`${l.taux / 100} %`) },
            { titre: 'HT', nombre: true, cell: (l) => formaterMontant(l.montant) },
          ]}
        />
      </Section>
      {v.envois.length > 0 ? <Envois envois={v.envois} /> : null}
      {v.emet && v.envoi && !f.retiree ? (
        v.envois.length === 0 || r.envoi ? (
          <Envoyer f={f} deja={v.envois.length > 0} form={envoi} />
        ) : (
          <details class="suite-f">
            <summary>Envoyer de nouveau</summary>
            <Envoyer f={f} deja form={envoi} />
          </details>
        )
      ) : null}
      {f.reglements.length > 0 || reglable ? (
        <Section titre="Règlements" id="reglements">
          {f.reglements.length === 0 ? (
            <p>Rien n’est encore reçu.</p>
          ) : (
            <Table
              legende="Règlements de cette facture"
              lignes={f.reglements}
              colonnes={[
                {
                  titre: 'Le',
                  entete: true,
                  cell: (x) => `${x.impute < 0 ? 'Rendu le ' : ''}${formaterDate(x.jour)}`,
                },
                { titre: 'Par', cell: (x) => `${motMoyen[x.moyen]}${x.reference ? `, ${x.reference}` : ''}` },
                {
                  titre: 'Imputé',
                  nombre: true,
                  cell: (x) => (x.annule ? 'annulé' : formaterMontant(x.impute)),
                },
                {
                  titre: 'Geste',
                  cell: (x) =>
                    v.emet && !x.annule ? (
                      <Form form={emptyForm()} action={annulerReglementUrl({ facture: f.id })} classe="">
                        <input type="hidden" name="reglement" value={x.id} />
                        <Button genre="link" geste="annuler">
                          Annuler<span class="unseen"> le règlement du {formaterDate(x.jour)}</span>
                        </Button>
                      </Form>
                    ) : (
                      ''
                    ),
                },
              ]}
            />
          )}
        </Section>
      ) : null}
      {trop ? (
        <Verser
          form={r.remboursement ?? versement}
          action={rembourserUrl({ facture: f.id })}
          titre="Rendre le trop-perçu"
          jour="Rendu le"
          hint={`${formaterMontant(trop)} à rendre ; la facture, son avoir et ses règlements se soldent alors`}
          libelle="Enregistrer le remboursement"
        />
      ) : null}
      {reglable && v.avance > 0 ? (
        <Form form={emptyForm()} action={payerDAvanceUrl({ facture: f.id })} classe="">
          <p>
            Ce payeur a {formaterMontant(v.avance)} d’avance.{' '}
            <Button>
              En payer {formaterMontant(centimes(Math.min(v.avance, solde)))} de {f.numero}
            </Button>
          </p>
        </Form>
      ) : null}
      {reglable ? (
        <Verser
          form={r.reglement ?? versement}
          action={reglerUrl({ facture: f.id })}
          titre="Recevoir un règlement"
          jour="Reçu le"
          hint={`reste ${formaterMontant(solde)} ; ce qui dépasse paie les autres factures, puis reste une avance`}
          libelle="Enregistrer le règlement"
          surplus={r.surplus ? 'Le montant est exact : ce qui dépasse reste en avance' : undefined}
        />
      ) : null}
      {f.sesRelances.length > 0 ? (
        <Section titre="Relances" id="relances">
          <ul>
            {f.sesRelances.map((x) => (
              <li>
                Niveau {x.niveau}, le {formaterDate(jourLocal(x.envoyeeLe, ZONE_PAR_DEFAUT))}, à{' '}
                {x.destinataire}
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {v.emet && v.lettre ? <Relancer f={f} lettre={v.lettre} form={relance} /> : null}
      {f.sesAvoirs.length > 0 ? (
        <Section titre="Avoirs" id="avoirs">
          <ul>
            {f.sesAvoirs.map((a) => (
              <li>
                <a href={factureUrl({ facture: a.id })}>{a.numero}</a>, le {formaterDate(a.emiseLe)} :{' '}
                {formaterMontant(a.ttc)}
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {corrigeable ? (
        <Form form={avoir} action={avoirUrl({ facture: f.id })} noms={{ motif: 'Motif' }}>
          <FieldSection titre="Préparer un avoir">
            <span id="avoir" />
            <p class="sub l3">
              Une facture émise ne se réécrit pas. Laissez les montants pour tout rendre ; rendez moins si une
              part reste due.
            </p>
            {f.lignes
              .filter((l) => resteDeLigne(l) !== 0)
              .map((l) => (
                <>
                  <Field
                    form={avoir as never}
                    name={`ligne-${l.rang}` as never}
                    label={`À rendre HT : ${l.libelle.slice(0, 80)}`}
                    unite="€"
                    inputmode="decimal"
                    placeholder={formaterCentimes(resteDeLigne(l))}
                    span={3}
                    optional
                  />
                  {l.heures.length > 1 ? (
                    <CheckboxGroup
                      form={avoir as never}
                      name={`pour-${l.rang}` as never}
                      label="À qui, si vous rendez une part"
                      hint="aucun coché : à tous ceux de la ligne, au prorata"
                      span={3}
                      optional
                      options={l.heures.map((h) => ({
                        value: h.inscription,
                        label: v.noms.get(h.inscription) ?? 'Personne effacée',
                      }))}
                    />
                  ) : null}
                </>
              ))}
            {f.lignes.some((l) => l.heures.length > 0) ? (
              <SelectField
                form={avoir}
                name="heures"
                label="Les heures facturées, si vous rendez une part"
                span={3}
                options={[
                  {
                    value: 'rendues',
                    label: 'diminuent d’autant : elles n’étaient pas dues',
                  },
                  { value: 'gardees', label: 'restent facturées : c’est une remise sur le prix' },
                ]}
              />
            ) : null}
            {f.session && v.certificats.length > 0 ? (
              <DejaCertifiees numeros={v.certificats} session={f.session} />
            ) : null}
            <TextArea form={avoir} name="motif" label="Pourquoi cet avoir" rows={2} />
            <Button>Préparer l’avoir</Button>
          </FieldSection>
        </Form>
      ) : null}
      {v.emet ? (
        <details open={r.affectation !== undefined || f.source === null || sansDossier(f)}>
          <summary>Reclasser : d’où vient l’argent, pour quelle session</summary>
          <Form form={affectation} action={affecterFactureUrl({ facture: f.id })}>
            <FieldSection titre="Reclasser">
              <SelectField
                form={affectation}
                name="source"
                label="Origine (cadre C du bilan)"
                vide="à affecter"
                options={listeDispositifs.map((d) => ({ value: d, label: dispositifs[d].mot }))}
              />
              <Field
                form={affectation}
                name="session"
                label="Session"
                hint="son numéro ; vide : aucune"
                optional
              />
              {v.dossiers.length > 0 ? (
                <SelectField
                  form={affectation}
                  name="dossier"
                  label="Dossier client qu’elle paie"
                  vide="à dire"
                  options={v.dossiers}
                />
              ) : null}
              <Field form={affectation} name="pourquoi" label="Pourquoi" optional span={3} />
              <Button genre="main" geste="affecter">
                Reclasser
              </Button>
              {f.provenance === 'enregistree' && !f.retiree ? (
                <Button genre="grave" geste="retirer">
                  Retirer, elle ne compte plus
                </Button>
              ) : null}
            </FieldSection>
          </Form>
        </details>
      ) : null}
    </Page>
  )
}

const chemin = parIdentifiant(factureUrl)

/** Les certificats de qui la facture compte des heures. */
const numerosCertifies = async (tx: TenantTx, f: FactureLue): Promise<string[]> => {
  const suivies = [...new Set(f.lignes.flatMap((l) => l.heures.map((h) => h.inscription)))]
  return [...(await certifiesDe(tx, suivies)).values()].map((x) => x.numeros).toSorted()
}

export const facturePage = (services: Services, prises: PrisesFacturation) => {
  const { db, clock, storage } = services
  const rendre = async (
    c: Context<Env>,
    tx: TenantTx,
    f: FactureLue,
    visiteur: Visiteur,
    r: Revenus = {},
    status: 200 | 409 | 413 | 415 | 422 = 200,
  ) => {
    const le = await jourIci(tx, clock.now())
    const session = f.session ? await lireSession(tx, f.session) : undefined
    const lettre = await proposerRelance(tx, f, le)
    const envoi = await proposerEnvoi(tx, f)
    const ecrit = !visiteur.assistance
    return c.html(
      <Vue
        v={{
          f,
          dossiers: f.session
            ? (await listerDossiers(tx, f.session)).map((d) => ({ value: d.id, label: d.client }))
            : [],
          nomSession: session ? { numero: session.numero, intitule: session.intitule } : null,
          solde: f.genre === 'avoir' ? centimes(0) : soldeDe(f),
          avance: somme((await avancesDuPayeur(tx, f)).map((a) => a.reste)),
          le,
          lettre: lettre.ok ? lettre.value : undefined,
          envoi: envoi.ok ? envoi.value : undefined,
          envois: await envoisDe(tx, f.id),
          noms: await nomsDesInscrits(tx, f.id),
          certificats: f.genre === 'facture' ? await numerosCertifies(tx, f) : [],
          emet: ecrit && peutVisiteur(visiteur, 'facturation.emettre'),
          prepare: ecrit && peutVisiteur(visiteur, 'facturation.preparer'),
        }}
        r={r}
      />,
      status,
    )
  }
  const alerte = (phrase: string, titre = 'Rien n’a changé') => ({ alerte: { titre, phrase } })
  return new Hono<Env>()
    .use(chemin, exigerDroit('facturation.lire'))
    .use(`${chemin}/*`, exigerDroit('facturation.lire'))
    .get(chemin, (c) => pourFacture(c, db, (tx, f, v) => rendre(c, tx, f, v)))
    .get(parIdentifiant(facturePdfUrl), (c) =>
      pourFacture(c, db, async (tx, f) => {
        const piece = f.piece && (await lirePiece(tx, f.piece))
        const lu = piece && (await storage.get(tx, piece.fichier))
        return lu ? pdfResponse(lu.octets, `${f.numero}.pdf`, 'inline') : notFound(c)
      }),
    )
    .get(parIdentifiant(factureAcquitteeUrl), (c) =>
      pourFacture(c, db, async (tx, f, v) => {
        const copie = await copieAcquittee(services, tx, f)
        return copie.ok
          ? pdfResponse(copie.value, `${f.numero}-acquittee.pdf`, 'inline')
          : rendre(c, tx, f, v, alerte(copie.error.phrase, 'Pas de copie acquittée'), 409)
      }),
    )
    .post(parIdentifiant(annulerReglementUrl), async (c) => {
      const lu = await readForm(z.object({ reglement: texte({ max: 40 }) }), c)
      return pourFacture(c, db, async (tx, f, v) => {
        if (!peutVisiteur(v, 'facturation.emettre')) return forbidden(c, droits['facturation.emettre'].phrase)
        const id = lu.ok ? asId<'Reglement'>(lu.data.reglement) : undefined
        if (!id || !f.reglements.some((x) => x.id === id)) return notFound(c)
        const r = await annulerReglement(tx, id, clock.now(), await jourIci(tx, clock.now()))
        return r.ok
          ? redirectWith(c, factureUrl({ facture: f.id }), {
              genre: 'fait',
              fort: 'Le règlement est annulé.',
            })
          : rendre(c, tx, f, v, alerte(r.error.phrase), 409)
      })
    })
    .post(parIdentifiant(reglerUrl), async (c) => {
      const lu = await readForm(fieldsReglement, c)
      return pourFacture(c, db, async (tx, f, v) => {
        if (!peutVisiteur(v, 'facturation.emettre')) return forbidden(c, droits['facturation.emettre'].phrase)
        const le = await jourIci(tx, clock.now())
        if (!lu.ok) return rendre(c, tx, f, v, { reglement: lu.form }, lu.status)
        const id = (lu.jeton && asId<'Reglement'>(lu.jeton)) || newId<'Reglement'>(clock.now())
        const r = await recevoirReglement(
          tx,
          {
            id,
            facture: f.id,
            jour: lu.data.jour,
            montant: lu.data.montant,
            moyen: lu.data.moyen,
            reference: lu.data.reference || null,
            mouvement: null,
            surplusVoulu: lu.data.surplus,
          },
          clock.now(),
          le,
        )
        if (!r.ok)
          return rendre(
            c,
            tx,
            f,
            v,
            { reglement: withAlert(lu.form, r.error.phrase), surplus: r.error.code === 'surplus' },
            409,
          )
        return redirectWith(c, factureUrl({ facture: f.id }), {
          genre: 'fait',
          fort: 'Le règlement est enregistré.',
          suite: [
            r.value.solde > 0 ? `Reste ${formaterMontant(r.value.solde)}.` : 'La facture est soldée.',
            r.value.autres > 0 ? 'Le surplus a payé une autre facture de ce client.' : '',
            r.value.avance > 0 ? `${formaterMontant(r.value.avance)} restent en avance.` : '',
          ]
            .filter(Boolean)
            .join(' '),
        })
      })
    })
    .post(parIdentifiant(payerDAvanceUrl), (c) =>
      pourFacture(c, db, async (tx, f, v) => {
        if (!peutVisiteur(v, 'facturation.emettre')) return forbidden(c, droits['facturation.emettre'].phrase)
        const r = await payerDAvance(tx, f.id, clock.now())
        return r.ok
          ? redirectWith(c, factureUrl({ facture: f.id }), {
              genre: 'fait',
              fort: 'L’avance paie cette facture.',
              suite: r.value > 0 ? `Reste ${formaterMontant(r.value)}.` : 'Elle est soldée.',
            })
          : rendre(c, tx, f, v, alerte(r.error.phrase), 409)
      }),
    )
    .post(parIdentifiant(rembourserUrl), async (c) => {
      const lu = await readForm(fieldsReglement, c)
      return pourFacture(c, db, async (tx, f, v) => {
        if (!peutVisiteur(v, 'facturation.emettre')) return forbidden(c, droits['facturation.emettre'].phrase)
        if (!lu.ok) return rendre(c, tx, f, v, { remboursement: lu.form }, lu.status)
        const r = await rembourser(
          tx,
          {
            id: (lu.jeton && asId<'Reglement'>(lu.jeton)) || newId<'Reglement'>(clock.now()),
            facture: f.id,
            jour: lu.data.jour,
            montant: lu.data.montant,
            moyen: lu.data.moyen,
            reference: lu.data.reference || null,
          },
          clock.now(),
          await jourIci(tx, clock.now()),
        )
        return r.ok
          ? redirectWith(c, factureUrl({ facture: f.id }), {
              genre: 'fait',
              fort: 'Le remboursement est enregistré.',
              suite:
                r.value < 0
                  ? `Restent ${formaterMontant(centimes(-r.value))} à rendre.`
                  : 'La facture, son avoir et ses règlements se soldent.',
            })
          : rendre(c, tx, f, v, { remboursement: withAlert(lu.form, r.error.phrase) }, 409)
      })
    })
    .post(parIdentifiant(relancerUrl), async (c) => {
      const lu = await readForm(fieldsRelance, c)
      return pourFacture(c, db, async (tx, f, v) => {
        const organisme = v.organisme?.id
        if (!organisme || !peutVisiteur(v, 'facturation.emettre'))
          return forbidden(c, droits['facturation.emettre'].phrase)
        if (!lu.ok) return rendre(c, tx, f, v, { relance: lu.form }, lu.status)
        const r = await relancer(
          tx,
          { ...lu.data, niveau: lu.data.niveau as 1 | 2 | 3, facture: f.id, organisme },
          clock.now(),
          await jourIci(tx, clock.now()),
        )
        return r.ok
          ? redirectWith(c, factureUrl({ facture: f.id }), {
              genre: 'fait',
              fort: 'La relance part.',
              suite: 'Une fois.',
            })
          : rendre(c, tx, f, v, { relance: withAlert(lu.form, r.error.phrase) }, 409)
      })
    })
    .post(parIdentifiant(envoyerFactureUrl), async (c) => {
      const lu = await readForm(fieldsEnvoi, c)
      return pourFacture(c, db, async (tx, f, v) => {
        const organisme = v.organisme?.id
        if (!organisme || !peutVisiteur(v, 'facturation.emettre'))
          return forbidden(c, droits['facturation.emettre'].phrase)
        if (!lu.ok) return rendre(c, tx, f, v, { envoi: lu.form }, lu.status)
        const id = (lu.jeton && asId<'EnvoiFacture'>(lu.jeton)) || newId<'EnvoiFacture'>(clock.now())
        const r = await envoyerFacture(
          tx,
          {
            id,
            facture: f.id,
            organisme,
            destinataire: lu.data.a,
            objet: lu.data.sujet,
            texte: lu.data.message,
          },
          clock.now(),
        )
        return r.ok
          ? redirectWith(c, factureUrl({ facture: f.id }), {
              genre: 'fait',
              fort: `${f.numero} part à ${lu.data.a}.`,
              suite: 'L’envoi est gardé, avec l’heure où le courrier l’aura pris.',
            })
          : rendre(c, tx, f, v, { envoi: withAlert(lu.form, r.error.phrase) }, 409)
      })
    })
    .post(parIdentifiant(avoirUrl), async (c) => {
      const lu = await readForm(fieldsAvoir, c)
      return pourFacture(c, db, async (tx, f, v) => {
        if (!peutVisiteur(v, 'facturation.preparer'))
          return forbidden(c, droits['facturation.preparer'].phrase)
        if (!lu.ok) return rendre(c, tx, f, v, { avoir: lu.form }, lu.status)
        const rendus = new Map<number, Montant>()
        const aQui = new Map<number, ReadonlyMap<string, string>>()
        const noms = await nomsDesInscrits(tx, f.id)
        for (const l of f.lignes) {
          const choisis = lu.form.values.get(`pour-${l.rang}`) ?? []
          if (choisis.length > 0)
            aQui.set(l.rang, new Map([...noms].filter(([inscription]) => choisis.includes(inscription))))
          const dit = lu.form.values.get(`ligne-${l.rang}`)?.[0]?.trim() ?? ''
          if (dit === '') continue
          const m = lireMontant(dit, { negatif: true })
          if (!m.ok) return rendre(c, tx, f, v, { avoir: withAlert(lu.form, m.error.phrase) }, 422)
          rendus.set(l.rang, m.value)
        }
        const id = (lu.jeton && asId<'ProjetFacture'>(lu.jeton)) || newId<'ProjetFacture'>(clock.now())
        const r = await preparerAvoir(
          tx,
          { id, facture: f.id, motif: lu.data.motif, rendre: rendus, heures: lu.data.heures, aQui },
          clock.now(),
        )
        return r.ok
          ? redirectWith(c, projetUrl({ projet: r.value }), {
              genre: 'fait',
              fort: 'L’avoir est prêt à relire.',
            })
          : rendre(c, tx, f, v, { avoir: withAlert(lu.form, r.error.phrase) }, 409)
      })
    })
    .post(parIdentifiant(affecterFactureUrl), async (c) => {
      const lu = await readForm(fieldsAffectation, c)
      return pourFacture(c, db, async (tx, f, v) => {
        if (!peutVisiteur(v, 'facturation.emettre')) return forbidden(c, droits['facturation.emettre'].phrase)
        if (!lu.ok) return rendre(c, tx, f, v, { affectation: lu.form }, lu.status)
        const retire = lu.geste === 'retirer'
        const r = await reclasserFacture(
          tx,
          f,
          {
            ...lu.data,
            retire,
            source: lu.data.source === '' ? null : listeDispositifs.find((d) => d === lu.data.source),
          },
          prises,
          clock.now(),
        )
        if (!r.ok) return rendre(c, tx, f, v, { affectation: withAlert(lu.form, r.error.phrase) }, 422)
        return redirectWith(c, factureUrl({ facture: f.id }), {
          genre: 'fait',
          fort: retire ? 'Elle ne compte plus.' : 'Elle est reclassée.',
        })
      })
    })
}
