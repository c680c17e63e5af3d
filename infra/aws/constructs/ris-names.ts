/** Where in the bucket the files for RIS Matching lie that go by sFTP, and nothing else. */
export const RIS_FOLDER = 'ris/sftp'
/** The folders in it, as the round writes them. */
export const FOLDERS = ['signals', 'withdrawals'] as const
