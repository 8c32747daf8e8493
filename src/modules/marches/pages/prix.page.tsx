// Long parce que les quatre gestes des prix se lisent ensemble : préparer, sceller, ouvrir, secourir.
/** Les prix scellés : chiffrés dans le navigateur de chaque membre, ouverts dans celui du mandataire. Sans script, la page dit qu’elle ne peut pas. */
import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { centimes, formaterMontant } from '#kernel/montant.ts'
import { type Envoi, pageEtGestes, petitGeste } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { Actions, Alert, Button, Etat, Facts, Form, Page, Section, TextArea } from '#web/components.tsx'
import { entier, texte, viaParser } from '#web/fields.ts'
import { emptyForm, type FormState } from '#web/form.ts'
import {
  leveesDuDossier,
  manchesDuDossier,
  plisChiffres,
  plisDuDossier,
  versionsDuGenre,
} from '../db/ecrits.ts'
import { manquesDeSignature } from '../domain/convention.ts'
import { resteAvantLimite } from '../domain/echeance.ts'
import { dernier, tous } from '../domain/ecrits.ts'
import { membresPresents } from '../domain/groupement.ts'
import {
  type Cle,
  derniersRangs,
  destinatairesDuPli,
  estClePublique,
  manquesPourSceller,
  memes,
  type PartRendue,
  partsDuSecours,
  type Secours,
  type Total,
} from '../domain/plis.ts'
import { enMontrant, enNotant } from '../gestes/lectures.ts'
import { ouvrirLesPrix, sceller } from '../gestes/prix.ts'
import { ecrireAuDossier } from '../gestes/reponse.ts'
import { lireReponse, type Reponse } from '../lecture/lire-reponse.ts'
import { prixUrl } from '../liens.ts'
import { direTerme } from './commun.tsx'
import {
  aDeux,
  dernierPli,
  estScelle,
  hex,
  type Lu,
  Manches,
  mancheEnCours,
  nomDe,
  QuiLit,
  Registre,
  seulesCles,
  totalSeDit,
} from './prix-vue.tsx'
import { fil } from './reglement.page.tsx'

const illisible = 'Cette page n’a pas pu préparer l’envoi : rechargez-la, avec les scripts.'
/** Des octets en base64 : un pli en fait douze mille, plus que ce qu’un champ ordinaire se laisse lire. */
const base64 = () =>
  texte({ min: 1, max: 20_000, vide: illisible, long: illisible }).transform((t, ctx): Buffer => {
    if (/^[A-Za-z0-9+/]+={0,2}$/.test(t)) return Buffer.from(t, 'base64')
    ctx.addIssue({ code: 'custom', message: illisible })
    return z.NEVER
  })
const champsCle = z.object({
  publique: viaParser((t) => (estClePublique(t) ? t : undefined), illisible, { vide: illisible }),
})
const champsPli = z.object({
  engagement: base64(),
  chiffre: base64(),
  pour: texte({ min: 10, max: 300, vide: illisible }),
})
const champsSecours = z.object({ secours: texte({ min: 10, max: 30_000, vide: illisible }) })
const champsPart = z.object({
  part: texte({ min: 10, max: 20_000, vide: illisible, long: illisible }),
  pour: texte({ min: 10, max: 100, vide: illisible }),
})
const champsMotif = z.object({
  motif: texte({ min: 3, max: 500, vide: 'Dites pourquoi vous ouvrez : chaque membre le lira.' }),
})
const champsTotal = z.object({
  centimes: entier({ min: 0, max: 99_999_999_999, phrase: illisible, vide: illisible }),
  plis: texte({ min: 1, max: 2000, vide: illisible }),
  fideles: texte({ max: 5 }),
})

const lirePrix = async (tx: TenantTx, r: Reponse, le: Date): Promise<Lu> => {
  const id = r.d.g.id
  const secours = tous<Secours>(r.ecrits, 'secours').map((s) => ({ ...s.contenu, le: s.le }))
  return {
    r,
    le,
    cles: new Map(tous<Cle>(r.ecrits, 'cle').map((c) => [c.organisme, { ...c.contenu, le: c.le }])),
    // À deux, un secours d’avant ne vaut plus : il n’y a personne avec qui le partager.
    secours: partsDuSecours(membresPresents(r.d).length) === undefined ? undefined : secours.at(-1),
    tousSecours: secours,
    rendues: tous<PartRendue>(r.ecrits, 'part'),
    total: dernier<Total>(r.ecrits, 'total'),
    plis: await plisDuDossier(tx, id),
    ouvrables: await plisChiffres(tx, id),
    levees: await leveesDuDossier(tx, id),
    manches: await manchesDuDossier(tx, id, le),
    totaux: (await versionsDuGenre(tx, id, 'total')) as Lu['totaux'],
  }
}

const ici = (r: Reponse) => prixUrl({ groupement: r.d.g.id })
const rangsDe = (lu: Lu) => derniersRangs(membresPresents(lu.r.d), lu.plis)
/** Ce que l’îlot lit de la page : des clés publiques et des chiffrés, jamais un prix. */
const pourLIlot = (lu: Lu) =>
  JSON.stringify({
    groupement: lu.r.d.g.id,
    moi: lu.r.moi,
    mandataire: lu.r.d.g.mandataire,
    k: partsDuSecours(membresPresents(lu.r.d).length) ?? null,
    membres: membresPresents(lu.r.d).map((m) => ({
      organisme: m.organisme,
      nom: m.nom,
      publique: lu.cles.get(m.organisme)?.publique ?? null,
    })),
    secours: lu.secours ?? null,
    tousSecours: lu.tousSecours,
    rendues: lu.rendues.map((p) => p.contenu),
    plis: lu.ouvrables.map((p) => ({
      organisme: p.organisme,
      rang: p.rang,
      engagement: p.engagement.toString('base64'),
      chiffre: p.chiffre.toString('base64'),
      dernier: dernierPli(lu, p.organisme)?.rang === p.rang,
    })),
    registre: lu.plis.map((p) => ({ rang: p.rang, empreinte: hex(p.empreinte) })),
  })

/** Prêt, il ne se refait pas : les plis scellés pour celui d’avant ne s’ouvriraient plus par le secours. */
const aPreparer = (lu: Lu): boolean => {
  const presents = membresPresents(lu.r.d)
  return (
    partsDuSecours(presents.length) !== undefined &&
    presents.every((m) => lu.cles.has(m.organisme)) &&
    manquesPourSceller(presents, lu.cles, lu.secours).length > 0
  )
}
const Vue = ({ lu, form }: { lu: Lu; form: FormState }) => {
  const { r } = lu
  const reste = resteAvantLimite(r.d.g.limite, lu.le)
  const manche = mancheEnCours(lu)
  const ouvert = r.d.g.etat === 'constitue' && (reste.moment !== 'passe' || manche !== undefined)
  const scelle = ouvert && (reste.moment === 'avant' || manche !== undefined)
  const presents = membresPresents(r.d)
  const manques = manquesPourSceller(presents, lu.cles, lu.secours)
  const scelles = presents.filter((m) => estScelle(lu, m.organisme)).length
  const action = (geste: string) => `${ici(r)}/${geste}`
  const sansConvention = manquesDeSignature(presents, r.d.convention, r.d.signatures)
  return (
    <Page
      title="Prix scellés"
      path={fil(r)}
      alert={form.alert}
      islands={['scelle']}
      facts={
        <Facts
          faits={[
            ['Mandataire', nomDe(r, r.d.g.mandataire)],
            ['Scellés', `${scelles} sur ${presents.length}`],
            [
              'À sceller avant',
              manche
                ? `le soir du ${formaterDate(manche.jusquau as DateCivile)}, à la demande de l’acheteur`
                : `${direTerme(reste.gel, r.d.g.zone)}, le gel du dossier ; à ouvrir avant la date limite, ${direTerme(r.d.g.limite, r.d.g.zone)}`,
            ],
            [
              'Total dit par le mandataire',
              lu.total ? formaterMontant(centimes(lu.total.centimes)) : 'pas encore agrégé',
            ],
          ]}
        />
      }
    >
      <noscript>
        <p class="flash mal">
          <strong>Cette page a besoin des scripts.</strong> Sans eux, vos prix partiraient en clair : rien ne
          s’y écrit.
        </p>
      </noscript>
      {r.d.g.etat === 'constitue' ? null : (
        <Alert fort="Les prix se scellent une fois le groupement constitué." />
      )}
      {ouvert && reste.moment === 'gel' ? (
        <Alert fort="Le dossier est gelé depuis la veille : aucun prix ne se scelle plus.">
          {scelles === presents.length
            ? 'Le mandataire les ouvre encore, jusqu’à la date limite.'
            : 'Un membre n’a pas scellé : rien ne s’ouvre.'}
        </Alert>
      ) : null}
      {manche ? (
        <Alert fort={`Manche ${manche.rang} : l’acheteur fait revoir les prix.`}>
          Chacun scelle de nouveau, fût-ce au même prix, jusqu’au soir du{' '}
          {formaterDate(manche.jusquau as DateCivile)} ; rien ne s’ouvre avant. Ce qui fut scellé avant reste
          au registre.
        </Alert>
      ) : null}
      {lu.total && !lu.total.fideles ? (
        <Alert fort="Un pli ouvert n’est pas celui qui fut engagé.">
          Le mandataire l’a vu à l’ouverture.
          {scelle ? ' Demandez au membre de sceller de nouveau.' : ''}
        </Alert>
      ) : null}
      {lu.total && !memes(lu.total.plis, rangsDe(lu)) ? (
        <Alert fort="Un membre a scellé depuis ce total, ou est sorti.">
          Le mandataire ouvre et additionne de nouveau.
        </Alert>
      ) : null}
      <prix-scelles data-lu={pourLIlot(lu)}>
        {ouvert ? (
          <Section
            titre="Préparer"
            id="preparer"
            sous="Une fois. La clé reste sur cet appareil ; gardez-en une copie ailleurs."
          >
            {manques.length === 0 ? (
              <p>
                {aDeux(lu)
                  ? `Chaque membre a sa clé. ${seulesCles}`
                  : 'Chaque membre a sa clé, et le secours est prêt.'}
              </p>
            ) : (
              <ul>
                {manques.map((m) => (
                  <li>
                    <Etat etat="manquant" mot="manque" /> {m}
                  </li>
                ))}
              </ul>
            )}
            <div data-cles></div>
            <Form form={emptyForm()} action={action('cle')} classe="">
              <input type="hidden" name="publique" value="" />
              <Button>{lu.cles.has(r.moi) ? 'Remplacer notre clé' : 'Préparer notre clé'}</Button>
            </Form>
            {r.mandataire && aPreparer(lu) ? (
              <Form form={emptyForm()} action={action('secours')} classe="">
                <input type="hidden" name="secours" value="" />
                <Button>
                  {lu.secours ? 'Préparer de nouveau le secours' : 'Préparer la clé de secours'}
                </Button>
              </Form>
            ) : null}
          </Section>
        ) : null}
        {scelle && manques.length === 0 ? (
          <Section
            titre="Vos lignes"
            id="lignes"
            sous="Hors taxes. Elles ne quittent votre navigateur que chiffrées."
          >
            <div data-lignes></div>
            <Form form={emptyForm()} action={action('sceller')} classe="">
              <input type="hidden" name="engagement" value="" />
              <input type="hidden" name="chiffre" value="" />
              <input type="hidden" name="pour" value="" />
              <Button genre="main">
                {dernierPli(lu, r.moi) ? 'Sceller de nouveau' : 'Sceller nos prix'}
              </Button>
            </Form>
          </Section>
        ) : null}
        <div data-ouverts></div>
        {r.mandataire && ouvert && totalSeDit(lu) ? (
          <Form form={emptyForm()} action={action('total')} classe="">
            <input type="hidden" name="centimes" value="" />
            <input type="hidden" name="plis" value="" />
            <input type="hidden" name="fideles" value="" />
            <Button genre="main">Dire le total aux membres</Button>
          </Form>
        ) : null}
        {ouvert && lu.secours && !r.mandataire ? (
          <Section
            titre="Le mandataire a perdu sa clé"
            id="secours"
            sous={`Il en prépare une autre, et vous en compare l’empreinte de vive voix ; ${lu.secours.k} membres lui rendent leur part, et les plis s’ouvrent.`}
          >
            <Form form={emptyForm()} action={action('part')} classe="">
              <input type="hidden" name="part" value="" />
              <input type="hidden" name="pour" value="" />
              <Button>Rendre notre part du secours</Button>
            </Form>
          </Section>
        ) : null}
      </prix-scelles>
      {r.mandataire && ouvert ? (
        <Section
          titre="Ouvrir"
          id="ouvrir"
          sous="Possible quand chaque membre a scellé. Chaque membre lit l’ouverture, avec son motif, avant de lire un prix."
        >
          {sansConvention.length === 0 ? null : (
            <Alert fort="La convention n’est pas signée de chaque membre.">
              Ouvrir maintenant, c’est lire des prix avant que sa clause de confidentialité soit signée.{' '}
              {sansConvention.join(' ')}
            </Alert>
          )}
          <Form form={form} action={action('ouvrir')} classe="court" noms={{ motif: 'Pourquoi' }}>
            <TextArea form={form} name="motif" label="Pourquoi" rows={2} />
            <Actions libelle="Ouvrir et agréger" genre="main" />
          </Form>
        </Section>
      ) : null}
      <Registre lu={lu} />
      <Manches lu={lu} />
      <QuiLit lu={lu} />
    </Page>
  )
}

/** `autres` : les membres, sauf le mandataire. */
const lireSecours = (texteLu: string, autres: readonly string[]): Secours | undefined => {
  try {
    const s = JSON.parse(texteLu) as Secours
    const juste =
      estClePublique(s.destinataire) &&
      s.k === partsDuSecours(autres.length + 1) &&
      Array.isArray(s.parts) &&
      s.parts.length === autres.length &&
      autres.every((m) =>
        s.parts.some((p) => p.organisme === m && typeof p.part === 'string' && p.part.length <= 2000),
      )
    return juste
      ? {
          k: s.k,
          destinataire: s.destinataire,
          parts: s.parts.map(({ organisme, part }) => ({ organisme, part })),
        }
      : undefined
  } catch {
    return undefined
  }
}

const droit = 'marches.repondre' as const
const fait =
  (fort: string) =>
  (_: unknown, { r }: Lu) =>
    ({ vers: ici(r), dit: { genre: 'fait', fort } }) as const
/** Une manche ouverte vaut comme avant la date limite : la base en juge de même. */
const quand = (lu: Lu) => ({ avantLimite: mancheEnCours(lu) === undefined })
const auMandataire = ({ r }: Lu) => r.mandataire || 'Le mandataire le fait.'
const non = (phrase: string) => ({ ok: false as const, error: { code: 'forme', phrase } })

export const prixPage = pageEtGestes({
  lien: prixUrl,
  droit,
  async lire(tx, { groupement }, { visiteur, le, ecrit }): Promise<Lu | undefined> {
    const r = await enNotant(tx, await lireReponse(tx, groupement, visiteur.organisme?.id), { le, ecrit })
    return r && lirePrix(tx, r, le)
  },
  vue: (tx, lu, revenu) =>
    enMontrant(tx, lu.r.d, { revenu, le: lu.le }, <Vue lu={lu} form={revenu?.form ?? emptyForm()} />),
  gestes: {
    cle: petitGeste<typeof champsCle, Lu, undefined>({
      champs: champsCle,
      droit,
      faire: (tx, { lu, lu: { r }, data, le }: Envoi<Lu, z.output<typeof champsCle>>) =>
        ecrireAuDossier(
          tx,
          r,
          'cle',
          { publique: data.publique } satisfies Cle,
          { motif: 'clé', ...quand(lu) },
          le,
        ),
      suite: fait('Votre clé est prête. Gardez-en une copie.'),
    }),
    secours: petitGeste<typeof champsSecours, Lu, undefined>({
      champs: champsSecours,
      droit,
      peut: auMandataire,
      async faire(tx, { lu, data, le }: Envoi<Lu, z.output<typeof champsSecours>>) {
        const { r } = lu
        const s = lireSecours(
          data.secours,
          membresPresents(r.d).flatMap((m) => (m.mandataire ? [] : [m.organisme])),
        )
        return s && aPreparer(lu)
          ? ecrireAuDossier(tx, r, 'secours', s, { motif: 'secours', cle: s.destinataire, ...quand(lu) }, le)
          : non(illisible)
      },
      suite: fait('La clé de secours est partagée entre les membres. Chacun scelle ses prix.'),
    }),
    sceller: petitGeste<typeof champsPli, Lu, undefined>({
      champs: champsPli,
      droit,
      faire: (tx, { lu, data, le }: Envoi<Lu, z.output<typeof champsPli>>) =>
        manquesPourSceller(membresPresents(lu.r.d), lu.cles, lu.secours).length > 0
          ? Promise.resolve(non('Les clés ne sont pas prêtes : rechargez la page.'))
          : // Chiffré pour une clé remplacée, un pli ne s’ouvrirait pas.
            memes(
                data.pour.split(' '),
                destinatairesDuPli(lu.cles, lu.secours, lu.r.d.g.mandataire, lu.r.moi),
              )
            ? sceller(tx, lu.r, data, le)
            : Promise.resolve(non('Une clé a changé : rechargez la page et scellez de nouveau.')),
      suite: fait('Vos prix sont scellés.'),
    }),
    ouvrir: petitGeste<typeof champsMotif, Lu, undefined>({
      champs: champsMotif,
      droit,
      peut: auMandataire,
      faire: (tx, { lu: { r }, data, le, cle }: Envoi<Lu, z.output<typeof champsMotif>>) =>
        ouvrirLesPrix(tx, r, cle, data.motif, le),
      suite: fait('L’ouverture est écrite ; les prix s’ouvrent dans votre navigateur.'),
    }),
    total: petitGeste<typeof champsTotal, Lu, undefined>({
      champs: champsTotal,
      droit,
      peut: auMandataire,
      async faire(tx, { lu, data, le }: Envoi<Lu, z.output<typeof champsTotal>>) {
        const plis = data.plis.split(',').map(Number)
        if (
          !totalSeDit(lu) ||
          !memes(plis, rangsDe(lu)) ||
          !plis.every((p) => lu.ouvrables.some((o) => o.rang === p))
        )
          return non(
            'Le total attend le pli de chacun : scellez tous, puis ouvrez et additionnez de nouveau.',
          )
        const total: Total = { centimes: data.centimes, plis, fideles: data.fideles === 'oui' }
        return ecrireAuDossier(tx, lu.r, 'total', total, { motif: 'total', ...quand(lu) }, le)
      },
      suite: fait('Le total est dit aux membres. Chacun ne lit que ses lignes.'),
    }),
    part: petitGeste<typeof champsPart, Lu, undefined>({
      champs: champsPart,
      droit,
      async faire(tx, { lu, data, le }: Envoi<Lu, z.output<typeof champsPart>>) {
        // Chiffrée pour une autre clé que celle du mandataire, une part ouvrirait les prix à qui n’est pas mandataire.
        if (data.pour !== lu.cles.get(lu.r.d.g.mandataire)?.publique)
          return non('Le mandataire a changé de clé : rechargez la page.')
        return ecrireAuDossier(
          tx,
          lu.r,
          'part',
          { part: data.part, pour: data.pour } satisfies PartRendue,
          { motif: 'secours', ...quand(lu) },
          le,
        )
      },
      suite: fait('Votre part est rendue au mandataire.'),
    }),
  },
})
