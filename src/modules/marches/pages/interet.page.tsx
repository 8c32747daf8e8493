import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { ko } from '#kernel/result.ts'
import { formaterInstant, jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { type Envoi, pageEtGestes, petitGeste } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Keys } from '#platform/keys/keys.ts'
import {
  Actions,
  Alert,
  Button,
  CheckboxGroup,
  Facts,
  Field,
  FieldSection,
  Form,
  Page,
  RadioGroup,
  Section,
  Table,
  TextArea,
} from '#web/components.tsx'
import { caseCochee, choix, plusieurs, texte } from '#web/fields.ts'
import { emptyForm, type FormState } from '#web/form.ts'
import { type DossierEnListe, mesDossiers } from '../db/groupements.ts'
import { nommeesDu, peutDireInteret, regarderLot, revelationDu } from '../db/interets.ts'
import { motifs } from '../domain/entente.ts'
import type { GroupementId } from '../domain/groupement.ts'
import { cleDeLot, type Interet, type LotVu, lotsDe, motManque, ouvertures } from '../domain/interet.ts'
import { type AvisEnVeille, resteAvant } from '../domain/veille.ts'
import { ouvrirTourDeTable } from '../gestes/groupements.ts'
import { declarer, retirer, seNommer } from '../gestes/interets.ts'
import { lireVeille } from '../lecture/lire-veille.ts'
import { bruit, lireMonInteret, type MonInteret } from '../lecture/mon-interet.ts'
import { avisUrl, dossiersUrl, dossierUrl, interetUrl, marchesUrl } from '../liens.ts'
import { direLieux, direLimite } from './commun.tsx'

const champs = z
  .object({
    capable: choix(['oui', 'non'], { phrase: 'Dites si vous pourriez répondre sans personne.' }),
    manques: plusieurs(motifs),
    texte: texte({ max: 500 }),
    territoire: texte({ max: 200 }),
    volume: texte({ max: 100 }),
    ouvert: choix(['membre', 'mandataire', 'non'], { phrase: 'Dites si vous êtes ouverte au groupement.' }),
  })
  .superRefine((d, ctx) => {
    if (d.capable === 'non' && d.manques.length === 0)
      ctx.addIssue({ code: 'custom', path: ['manques'], message: 'Dites ce qui vous manque.' })
  })
const rien = z.object({})
/** `malgre` : la page a montré l’invitation qui attend, et ce qu’ouvrir un autre dossier ferme. */
const champsTable = z.object({ malgre: caseCochee() })

type Lu = {
  readonly a: AvisEnVeille
  readonly l: LotVu
  readonly lot: string
  readonly limite: Date
  /** De ce jour au terme du lot. */
  readonly reste: number
  readonly mien: MonInteret
  readonly revele: Date | undefined
  readonly nommees: Awaited<ReturnType<typeof nommeesDu>>
  /** Le dossier de ce lot où la personne est entrée, ou l’un de ceux où elle est attendue. */
  readonly dossier: DossierEnListe | undefined
  readonly keys: Keys
}

const QuiSaura = () => (
  <Section titre="Qui saura quoi, et quand" id="qui">
    <Table
      legende="Ce que chacun apprend de votre intérêt, à chaque temps"
      lignes={
        [
          ['Votre coopérative', 'tout ce que vous avez écrit', 'qu’il existe', 'son nom'],
          ['L’autre coopérative, ouverte au groupement sur le même lot', 'rien', 'qu’il existe', 'votre nom'],
          ['Les autres coopératives du pôle', 'rien', 'rien', 'rien'],
          ['Qui anime le pôle, l’Union régionale, fût-ce chez vous', 'rien', 'rien', 'rien'],
          ['L’acheteur', 'rien', 'rien', 'rien'],
        ] as const
      }
      colonnes={[
        { titre: 'Qui', entete: true, cell: (l) => l[0] },
        { titre: 'Dès votre envoi', cell: (l) => l[1] },
        { titre: 'Si c’est réciproque', cell: (l) => l[2] },
        { titre: 'Si chacune accepte', cell: (l) => l[3] },
      ]}
    />
    <p>
      Votre phrase, votre territoire et votre volume ne passent à personne, à aucun temps. La réciprocité se
      constate une fois par jour ouvré, vers 9 h : l’heure de l’avis n’apprend rien de l’heure d’un envoi.
      Retiré, un intérêt ne se redit pas pour ce lot. Il s’efface au premier jour ouvré qui vient un jour
      après la date limite ; qu’un intérêt réciproque a existé, et les noms affichés, restent.
    </p>
    <p>
      Qui tient le serveur peut lire qu’un intérêt a été dit ; ce que vous avez écrit est chiffré par les clés
      de l’instance, qu’il tient aussi.
    </p>
    <p>Ceci n’est pas un conseil juridique.</p>
  </Section>
)

const TourDeTable = ({ lu: { dossier }, ici }: { lu: Lu; ici: string }) =>
  dossier?.entree ? (
    <p>
      <a href={dossierUrl({ groupement: dossier.id })}>Le dossier de ce lot où vous êtes entré·e</a>
    </p>
  ) : (
    <>
      {dossier ? (
        <Alert fort={`${dossier.mandataire} vous attend dans un dossier sur ce lot.`}>
          Ouvrir le vôtre vous ferme celui-là. <a href={dossiersUrl()}>Répondre à l’invitation</a>
        </Alert>
      ) : null}
      <p>
        Ouvrir un tour de table, ou entrer dans celui d’une autre, lie votre coopérative à ce dossier pour ce
        lot : elle n’entrera dans aucun autre, sauf si elle abandonne le sien avant que personne n’y soit
        entré.
      </p>
      <Form form={emptyForm()} action={`${ici}/table`}>
        {dossier ? <input type="hidden" name="malgre" value="on" /> : null}
        <Actions libelle={dossier ? 'Ouvrir un autre tour de table' : 'Ouvrir un tour de table'} />
      </Form>
    </>
  )

const Suite = ({ lu, form }: { lu: Lu; form: FormState | undefined }) => {
  const ici = interetUrl({ avis: lu.a.lu.avis.idweb, lot: lu.l.id })
  return (
    <>
      {lu.nommees.length > 0 ? (
        <Section titre="Vous vous êtes nommées" id="nommees">
          <p>
            {lu.nommees.map((n) => `${n.nom}, depuis le ${formaterInstant(n.le)}`).join(' ; ')}. Personne n’a
            lu ce qu’une autre avait écrit.
          </p>
          <TourDeTable lu={lu} ici={ici} />
        </Section>
      ) : lu.revele ? (
        <Section titre="Un intérêt réciproque existe" id="reciproque">
          <p>
            Au moins une autre coopérative, ouverte au groupement, a dit son intérêt pour ce lot. Vous ne
            savez pas laquelle ; elle ne sait pas que c’est vous.
          </p>
          {lu.mien.etat === 'nommee' ? (
            <p>
              Vous acceptez d’être nommée, à toute coopérative qui l’accepte aussi, jusqu’à la date limite :
              les noms s’affichent à la prochaine heure fixe.
            </p>
          ) : lu.mien.etat === 'ouvert' ? (
            <>
              <p>
                Accepter d’être nommée n’engage à rien. Votre nom s’affiche à toute coopérative d’un pôle
                commun, ouverte au groupement sur ce lot, qui l’accepte aussi, jusqu’à la date limite ; le
                sien s’affiche chez vous au même instant. Vous ne choisissez pas laquelle.
              </p>
              <Form form={emptyForm()} action={`${ici}/nommer`}>
                <Actions libelle="Accepter d’être nommée" genre="main" />
              </Form>
            </>
          ) : null}
        </Section>
      ) : null}
      {lu.mien.etat === null || lu.mien.etat === 'retire' ? null : (
        <Section titre="Votre intérêt" id="votre">
          <p>
            Dit le {lu.mien.le ? formaterInstant(lu.mien.le) : ''}
            {lu.mien.interet ? ` : ${ouvertures[lu.mien.interet.ouvert]}. ${lu.mien.interet.texte}` : ''}
          </p>
          <Form form={emptyForm()} action={`${ici}/retirer`}>
            <p class="gestes-l">
              <Button genre="grave">Retirer notre intérêt</Button>
            </p>
          </Form>
        </Section>
      )}
      {lu.mien.etat === 'retire' ? (
        <Alert fort="Votre intérêt est retiré.">Il ne se redit pas pour ce lot.</Alert>
      ) : null}
      {lu.mien.etat === null ? (
        <Declarer form={form ?? emptyForm(undefined, { ouvert: 'membre' })} ici={ici} />
      ) : null}
    </>
  )
}

const Declarer = ({ form, ici }: { form: FormState; ici: string }) => (
  <Form
    form={form}
    action={`${ici}/declarer`}
    noms={{ capable: 'Capable seule', manques: 'Ce qui manque', ouvert: 'À plusieurs' }}
  >
    <FieldSection titre="Ce que nous pouvons">
      <RadioGroup
        form={form}
        name="capable"
        label="Pourriez-vous répondre sans personne ?"
        options={[
          {
            value: 'oui',
            label: 'oui : se grouper demandera alors une vraie raison (Autorité de la concurrence, 22-D-04)',
          },
          { value: 'non', label: 'non : il nous manque quelque chose' },
        ]}
      />
      <CheckboxGroup
        form={form}
        name="manques"
        label="Ce qui manque"
        options={motifs.map((value) => ({ value, label: motManque[value] }))}
      />
      <TextArea
        form={form}
        name="texte"
        label="En une phrase"
        rows={2}
        optional
        hint="Elle ne sort pas de chez vous."
      />
    </FieldSection>
    <FieldSection titre="Où, combien">
      <Field form={form} name="territoire" label="Territoire tenu" span={2} optional />
      <Field form={form} name="volume" label="Volume" optional hint="110 demi-journées par an" />
    </FieldSection>
    <FieldSection titre="À plusieurs">
      <RadioGroup
        form={form}
        name="ouvert"
        label="Ouverte au groupement ?"
        options={(['membre', 'mandataire', 'non'] as const).map((value) => ({
          value,
          label: ouvertures[value],
        }))}
      />
    </FieldSection>
    <Actions libelle="Déclarer notre intérêt">
      <a href={marchesUrl()}>Revenir à la veille</a>
    </Actions>
  </Form>
)

const Vue = ({ lu, form }: { lu: Lu; form: FormState | undefined }) => (
  <Page
    title="Dire notre intérêt, à l’aveugle"
    lede="Personne n’apprend ce que vous écrivez ici. Si une autre coopérative du pôle en a dit autant du même lot, chacune saura seulement qu’un intérêt réciproque existe."
    path={[
      { libelle: 'Marchés', href: marchesUrl() },
      { libelle: lu.a.lu.avis.objet ?? lu.a.lu.avis.idweb, href: avisUrl({ avis: lu.a.lu.avis.idweb }) },
    ]}
    alert={form?.alert}
    facts={
      <Facts
        faits={[
          ['Acheteur', lu.a.lu.avis.acheteur.nom ?? 'non publié'],
          ['Lot', `${lu.l.id}, ${lu.l.intitule}`],
          ['Où', direLieux(lu.a)],
          ['Ferme', direLimite({ ...lu.a, limite: lu.limite, reste: lu.reste })],
        ]}
      />
    }
  >
    <Suite lu={lu} form={form} />
    <QuiSaura />
  </Page>
)

/** Après un envoi, la page de l’avis : y revenir n’écrit rien, et déclarer n’a donc écrit qu’une fois, comme regarder. */
const versLAvis = (fort: string, suite?: string) => (_: unknown, lu: Lu) =>
  ({
    vers: avisUrl({ avis: lu.a.lu.avis.idweb }),
    dit: { genre: 'fait', fort, ...(suite ? { suite } : {}) },
  }) as const
const videInteret: Interet = {
  capableSeule: false,
  manques: [],
  texte: '',
  territoire: '',
  volume: '',
  ouvert: 'membre',
}

export const interetPage = (keys: Keys) =>
  pageEtGestes({
    lien: interetUrl,
    droit: 'marches.repondre',
    async lire(tx: TenantTx, { avis, lot: numero }, { le, ecrit }): Promise<Lu | undefined> {
      const { ouvert, repond } = await peutDireInteret(tx)
      const a =
        ouvert && repond ? (await lireVeille(tx, le)).avis.find((x) => x.lu.avis.idweb === avis) : undefined
      const l = a && lotsDe(a.lu, a.rectificatifs).find((x) => x.id === numero)
      const limite = l?.limite ? new Date(l.limite) : a?.limite
      if (!a || !l || !limite || limite <= le || a.annulation) return undefined
      const lot = cleDeLot(a.lu, l.id)
      // Envoyer écrira : regarder n’écrit qu’à la lecture, pour que l’un et l’autre ne fassent qu’une écriture.
      if (!ecrit) await regarderLot(tx, { lot, limite, bruit: bruit(keys, lot) }, le)
      return {
        a,
        l,
        lot,
        limite,
        reste: resteAvant(limite, a.zone, jourLocal(le, ZONE_PAR_DEFAUT)),
        mien: await lireMonInteret(tx, keys, lot),
        revele: await revelationDu(tx, lot),
        nommees: await nommeesDu(tx, lot),
        dossier: (await mesDossiers(tx)).find((d) => d.lot === lot),
        keys,
      }
    },
    vue: (_tx, lu, revenu) => <Vue lu={lu} form={revenu?.form} />,
    gestes: {
      declarer: petitGeste<typeof champs, Lu, undefined>({
        champs,
        droit: 'marches.repondre',
        faire: (tx, { lu, data, le }: Envoi<Lu, z.output<typeof champs>>) =>
          lu.mien.etat === null
            ? declarer(
                tx,
                keys,
                lu,
                {
                  capableSeule: data.capable === 'oui',
                  manques: data.manques,
                  texte: data.texte,
                  territoire: data.territoire,
                  volume: data.volume,
                  ouvert: data.ouvert,
                },
                le,
              )
            : Promise.resolve(ko({ code: 'deja', phrase: 'Votre intérêt est déjà dit pour ce lot.' })),
        suite: versLAvis('Votre intérêt est dit.', 'Personne ne sait ; la réciprocité se constate vers 9 h.'),
      }),
      nommer: petitGeste<typeof rien, Lu, undefined>({
        champs: rien,
        droit: 'marches.repondre',
        faire: (tx, { lu, le }: Envoi<Lu, unknown>) =>
          seNommer(tx, keys, lu, lu.mien.interet ?? videInteret, le),
        suite: versLAvis('Vous acceptez d’être nommée.', 'Son nom s’affiche si elle accepte aussi.'),
      }),
      retirer: petitGeste<typeof rien, Lu, undefined>({
        champs: rien,
        droit: 'marches.repondre',
        faire: (tx, { lu, le }: Envoi<Lu, unknown>) =>
          retirer(tx, keys, lu, lu.mien.interet ?? videInteret, le),
        suite: versLAvis('Votre intérêt est retiré.'),
      }),
      table: petitGeste<typeof champsTable, Lu, GroupementId>({
        champs: champsTable,
        droit: 'marches.repondre',
        faire: (tx, { lu, data, le, cle }: Envoi<Lu, z.output<typeof champsTable>>) =>
          ouvrirTourDeTable(
            tx,
            {
              id: (asId<'Groupement'>(cle) ?? cle) as GroupementId,
              lot: lu.lot,
              idweb: lu.a.lu.avis.idweb,
              objet: `${lu.a.lu.avis.objet ?? lu.a.lu.avis.idweb}, ${lu.l.intitule}`.slice(0, 2000),
              acheteur: (lu.a.lu.avis.acheteur.nom ?? 'acheteur non publié').slice(0, 500),
              limite: lu.limite,
              zone: lu.a.zone,
            },
            data.malgre,
            lu.nommees.map((n) => n.organisme),
            le,
          ),
        suite: (groupement) => ({
          vers: dossierUrl({ groupement }),
          dit: {
            genre: 'fait',
            fort: 'Le tour de table est ouvert.',
            suite: 'Chacune est invitée ; elle répond, ou non.',
          },
        }),
      }),
    },
  })
